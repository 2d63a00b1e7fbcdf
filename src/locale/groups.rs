//! Who reads which group of texts.

/// The groups of a catalogue that residents read. Every language has all of them; the others are
/// for staff and operators and are there in German and English.
pub const RESIDENT_GROUPS: [&str; 26] = [
    "service",
    "language",
    "layout",
    "assign",
    "month",
    "weekday",
    "weekday_short",
    "time",
    "number",
    "count",
    "error",
    "status",
    "answer",
    "sure",
    "check_next",
    "reason",
    "chain",
    "contact",
    "note",
    "map",
    "script",
    "category",
    "category_words",
    "profile",
    "problem",
    "privacy",
];
