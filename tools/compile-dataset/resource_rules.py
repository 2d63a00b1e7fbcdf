"""Which places of the map source are resources, and what their nature says about them.

Everything that is not named here stays out: restaurants, works, car dealers, homes.
"""

# The order in which people read the categories; that of `Category::ALL` in the program.
CATEGORIES = [
    "counselling",
    "early_help",
    "parenting_support",
    "parent_child",
    "kita",
    "school",
    "youth_work",
    "meeting_place",
    "volunteering",
    "inclusion",
    "health",
    "sport",
    "culture",
    "religion",
    "club",
    "association",
    "institution",
    "business",
    "shopping",
    "playground",
    "stop",
]

# Subclass of the map source -> categories. Only places with a name, unless UNNAMED has one.
SUBCLASSES = {
    "kindergarten": ["kita"],
    "school": ["school"],
    "clinic": ["health"],
    "dentist": ["health"],
    "doctors": ["health"],
    "nursing_home": ["health"],
    "pharmacy": ["health"],
    "climbing_adventure": ["sport"],
    "miniature_golf": ["sport"],
    "multi": ["sport"],
    "pitch": ["sport"],
    "sports_centre": ["sport"],
    "water_park": ["sport"],
    "basketball": ["sport"],
    "skateboard": ["sport"],
    "table_tennis": ["sport"],
    "tennis": ["club", "sport"],
    "cinema": ["culture"],
    "library": ["culture"],
    "museum": ["culture"],
    "theatre": ["culture"],
    "community_centre": ["meeting_place", "religion"],
    "park": ["meeting_place"],
    "place_of_worship": ["religion"],
    "charity": ["association"],
    "courthouse": ["institution"],
    "fire_station": ["institution"],
    "police": ["institution"],
    "townhall": ["institution"],
    "bank": ["business"],
    "second_hand": ["business"],
    "bakery": ["shopping"],
    "butcher": ["shopping"],
    "chemist": ["shopping"],
    "convenience": ["shopping"],
    "farm": ["shopping"],
    "greengrocer": ["shopping"],
    "mall": ["shopping"],
    "seafood": ["shopping"],
    "supermarket": ["shopping"],
    "playground": ["playground"],
}

# What a place without a name is called, with the next street: "Spielplatz nahe Glockenheide".
UNNAMED = {
    "playground": "Spielplatz",
    "basketball": "Basketballplatz",
    "skateboard": "Skateanlage",
    "table_tennis": "Tischtennisplatte",
}

# Names that say no more than what it is; they get the next street as well.
PLAIN_NAMES = {"Bolzplatz", "Gemeindehaus", "Kinderarzt", "Wasserspielplatz", "Ärztehaus"}

# Categories whose nature says who carries them: paid staff, or nobody – people simply use them.
PROFESSIONAL = {"kita", "school", "health", "institution", "counselling", "parenting_support"}
INFORMAL = {"business", "shopping", "playground", "stop"}
# The same, by subclass.
INFORMAL_SUBCLASSES = {"park", "pitch", "basketball", "skateboard", "table_tennis"}
PROFESSIONAL_SUBCLASSES = {"library"}
VOLUNTARY_SUBCLASSES = {"fire_station"}

# What a place is, where its name often does not say it.
DESCRIPTIONS = {
    "dentist": "Zahnarztpraxis.",
    "nursing_home": "Pflegeheim.",
    "pharmacy": "Apotheke.",
    "bakery": "Bäckerei.",
    "bank": "Bank oder Sparkasse.",
    "butcher": "Fleischerei.",
    "chemist": "Drogerie.",
    "mall": "Einkaufszentrum.",
    "supermarket": "Supermarkt.",
}

# How public transport is called that stops at a place, in the order in which it is named.
PRODUCTS = {"subway": "U-Bahn", "regional": "Bahn", "bus": "Bus"}
