//! One line of text taken apart.

use super::{
    additions,
    gazetteer::{Gazetteer, TownMention, Within},
    numbers::HouseNumbers,
    street_choice::{self, NumberText},
    tokens::{Tokens, Use},
    towns::Towns,
};

/// The longest line that is read, in characters; what lies beyond is handed
/// back in [`AddressLine::rest`].
pub const MAX_LINE_CHARS: usize = 300;

/// What a line of text says. Nothing that was written is lost: what is not
/// recognised is in `rest`, and an answer is not safe while that holds words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressLine {
    /// The street as typed; empty when there is none.
    pub street: String,
    /// Whether the street text is a street as it stands.
    pub known_street: bool,
    /// The house number or range.
    pub house_number: Option<HouseNumbers>,
    /// What stands in its place and is no house number, such as `5o0`.
    pub unreadable_number: Option<String>,
    /// The postcode, five digits.
    pub postcode: Option<String>,
    /// Whether that postcode is not one of the own town. Always false for a
    /// gazetteer without postcodes.
    pub foreign_postcode: bool,
    /// The town that is named.
    pub town: TownMention,
    /// Floor, flat, addressee: recognised, and no matter to the place.
    pub additions: Vec<String>,
    /// Text that was not understood, in the order of the line.
    pub rest: Vec<String>,
    /// The street with the words that touch it and were not understood, or that name a town behind
    /// it, where there are some: perhaps all of them are one name, and a part of it happens to be a
    /// street or a town as well.
    pub whole_name: Option<String>,
}

impl AddressLine {
    /// What the line says of the place of its street.
    pub fn within(&self) -> Within<'_> {
        let place = match &self.town {
            TownMention::Own(name) | TownMention::Part(name) => Some(name.as_str()),
            TownMention::None | TownMention::Neighbour(_) => None,
        };
        Within { postcode: self.postcode.as_deref(), place }
    }

    /// Whether everything in the line was understood and nothing in it points
    /// away from the own town.
    pub fn is_clear(&self) -> bool {
        self.rest.is_empty()
            && self.unreadable_number.is_none()
            && !self.foreign_postcode
            && !self.town.is_elsewhere()
    }
}

/// Takes a line of text apart: street, house number, postcode, town, and what
/// does not change the place. `is_street` says whether a text is a street as
/// it stands (written correctly, or differing only as
/// [`normalise`](super::normalise()) allows).
///
/// Reads the parts in any order, over several lines, with or without commas.
/// A known street wins over a town of the same name; a town counts only as a
/// whole (*Quickborner Straße* names none).
///
/// Cost: about one question per pair of neighbouring words.
pub fn read_line(
    text: &str,
    gazetteer: &Gazetteer,
    is_street: &dyn Fn(&str) -> bool,
) -> AddressLine {
    read_line_among(text, gazetteer, &Towns::of(gazetteer), is_street)
}

/// As [`read_line`], with the towns of the gazetteer prepared: for many lines.
pub(in crate::domain) fn read_line_among(
    text: &str,
    gazetteer: &Gazetteer,
    towns: &Towns,
    is_street: &dyn Fn(&str) -> bool,
) -> AddressLine {
    let cut = text.char_indices().nth(MAX_LINE_CHARS).map_or(text.len(), |(at, _)| at);
    let mut tokens = Tokens::of(&text[..cut]);
    let mut line = AddressLine::default();
    additions::mark_countries(&mut tokens);
    let span = match street_choice::known_street(&tokens, towns, is_street) {
        Some(window) => {
            line.known_street = true;
            tokens.mark(window.from, window.to, Use::Street);
            Some((window.from, window.to))
        }
        None => None,
    };
    if let Some((from, to)) = span {
        take_number(&mut tokens, &mut line, from, to);
    }
    read_postcode(&mut tokens, &mut line, gazetteer);
    if span.is_none() {
        // Rooms go first, so that "2. OG" is not taken for a number.
        additions::mark_rooms(&mut tokens);
    }
    line.town = towns.find(&mut tokens, span.is_none());
    match span {
        Some((from, to)) => {
            additions::mark_rooms(&mut tokens);
            widen(&mut tokens, &mut line, from, to);
        }
        None => guess_street(&mut tokens, &mut line),
    }
    line.whole_name = whole_name(&tokens, &line);
    let own_town = matches!(line.town, TownMention::Own(_) | TownMention::Part(_));
    let sure = (own_town || line.postcode.is_some()) && !line.foreign_postcode;
    additions::mark_persons(&mut tokens, towns, sure && !line.town.is_elsewhere(), is_street);
    line.rest = tokens.open_runs().into_iter().map(|(from, to)| tokens.text(from, to)).collect();
    line.additions = addition_texts(&tokens);
    if cut < text.len() {
        line.rest.push(text[cut..].chars().take(40).collect::<String>().trim().to_owned());
        line.rest.retain(|text| !text.is_empty());
    }
    line
}

/// Takes the number behind the street, or else directly before it.
fn take_number(tokens: &mut Tokens<'_>, line: &mut AddressLine, from: usize, to: usize) {
    let behind = street_choice::number_at(tokens, to).map(|(number, end)| (number, to, end));
    let before = || {
        let at = from.checked_sub(1).filter(|_| !tokens.breaks_at(from))?;
        let free = tokens.open(at) && tokens.digit(at) && tokens.plain_number(at);
        // "Hauptstraße 5 Lohe" is no Lohe 5.
        let leads = at == 0 || tokens.breaks_at(at) || !tokens.open(at - 1);
        if !free || !leads || tokens.ordinal(at) || tokens.postcode(at).is_some() {
            return None;
        }
        tokens.raw(at).parse().ok().map(|number| (NumberText::Read(number), at, from))
    };
    if let Some((number, from, to)) = behind.or_else(before) {
        tokens.mark(from, to, Use::Number);
        set_number(line, number);
    }
}

fn set_number(line: &mut AddressLine, number: NumberText) {
    match number {
        NumberText::Read(numbers) => line.house_number = Some(numbers),
        NumberText::Unreadable(text) => line.unreadable_number = Some(text),
    }
}

fn read_postcode(tokens: &mut Tokens<'_>, line: &mut AddressLine, gazetteer: &Gazetteer) {
    for at in (0..tokens.len()).filter(|at| tokens.open(*at)).collect::<Vec<_>>() {
        let Some(postcode) = tokens.postcode(at) else { continue };
        if line.postcode.as_deref().is_none_or(|known| known == postcode) {
            line.postcode = Some(postcode.to_owned());
            let own = gazetteer.postcodes.iter().any(|own| own == postcode);
            line.foreign_postcode = !own && !gazetteer.postcodes.is_empty();
            tokens.mark(at, at + 1, Use::Postcode);
        }
    }
}

/// Words that touch a known street make it another one: *Neuer Birkenweg 5*
/// is not *Birkenweg 5*. Behind it they count when a number follows them.
fn widen(tokens: &mut Tokens<'_>, line: &mut AddressLine, from: usize, to: usize) {
    let touching = |at: &usize| tokens.open(*at) && !tokens.digit(*at);
    let first = (0..from)
        .rev()
        .take_while(|at| touching(at) && !tokens.breaks_at(at + 1))
        .last()
        .unwrap_or(from);
    let mut past = to;
    if line.house_number.is_none() && line.unreadable_number.is_none() {
        let end = (to..tokens.len()).take_while(|at| touching(at) && !tokens.breaks_at(*at)).last();
        let number = end.and_then(|end| {
            (!tokens.breaks_at(end + 1)).then(|| street_choice::number_at(tokens, end + 1))?
        });
        if let (Some(end), Some((number, after))) = (end, number) {
            past = end + 1;
            tokens.mark(past, after, Use::Number);
            set_number(line, number);
        }
    }
    if (first, past) != (from, to) {
        tokens.mark(first, past, Use::Street);
        line.known_street = false;
        line.street = tokens.text(first, past);
    } else {
        line.street = tokens.text(from, to);
    }
}

/// Without a known street: the first words with a number behind them, or else
/// the first words.
fn guess_street(tokens: &mut Tokens<'_>, line: &mut AddressLine) {
    let runs = tokens.open_runs();
    let mut best: Option<(bool, usize, usize)> = None;
    for (from, to) in runs {
        let numeric = |at: usize| tokens.digit(at) && !tokens.ordinal(at);
        let first = (from..to).find(|at| !numeric(*at));
        let Some(first) = first else { continue };
        let end = (first..to).find(|at| numeric(*at)).unwrap_or(to);
        let numbered = street_choice::number_at(tokens, end).is_some() || first > from;
        if best.is_none_or(|(known, _, _)| numbered && !known) {
            best = Some((numbered, first, end));
        }
    }
    let Some((_, from, mut to)) = best else { return };
    let announced = ["nr", "hausnr", "hausnummer", "hsnr", "hnr"];
    let number = street_choice::number_at(tokens, to);
    if number.is_some() && to > from + 1 && announced.contains(&tokens.key(to - 1)) {
        tokens.mark(to - 1, to, Use::Filler);
        to -= 1;
    }
    tokens.mark(from, to, Use::Street);
    line.street = tokens.text(from, to);
    take_number(tokens, line, from, to);
}

/// The street and all that touches it and is no number, where that is more than the street:
/// *Breite Pferdreeihe*, where there is a street *Breite*; *Am 0berg*; *8ergstraße*; *Strase Mitte*,
/// where that is a part of town.
fn whole_name(tokens: &Tokens<'_>, line: &AddressLine) -> Option<String> {
    let worded = |at: &usize| tokens.raw(*at).chars().filter(|c| c.is_alphabetic()).count() > 1;
    let unread = |at: &usize| match tokens.list[*at].used {
        Use::Open => !tokens.digit(*at) || worded(at),
        Use::Number => line.unreadable_number.is_some() && worded(at),
        _ => false,
    };
    let is = |at: &usize, used: Use| tokens.list[*at].used == used;
    let all = 0..tokens.len();
    let street = all.clone().find(|at| is(at, Use::Street));
    let first = street.or_else(|| all.clone().find(|at| unread(at) && worded(at)))?;
    let last = all.clone().rfind(|at| is(at, Use::Street)).unwrap_or(first);
    let touching = |at: &usize| unread(at) && !tokens.breaks_at(at + 1);
    let from = (0..first).rev().take_while(touching).last().unwrap_or(first);
    let behind = |belongs: &dyn Fn(&usize) -> bool| {
        let behind = last + 1..tokens.len();
        behind.take_while(|at| belongs(at) && !tokens.breaks_at(*at)).last()
    };
    // The town counts only where nothing else may be missing of the name.
    let town = || behind(&|at| is(at, Use::Town)).filter(|_| street.is_some() && from == first);
    let to = behind(&unread).or_else(town).unwrap_or(last);
    let name = tokens.text(from, to + 1);
    (name != line.street).then_some(name)
}

fn addition_texts(tokens: &Tokens<'_>) -> Vec<String> {
    let mut texts = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let is = |at: usize| tokens.list.get(at).is_some_and(|t| t.used == Use::Addition);
        let mut end = at + 1;
        if is(at) {
            while is(end) && !tokens.breaks_at(end) {
                end += 1;
            }
            texts.push(tokens.text(at, end));
        }
        at = end;
    }
    texts
}
