"""The places of this city that the rules alone get wrong: found by reading all names."""

# Named places that the source knows no class of, or one that says little -> categories.
NAMED = {
    "Jugendfreizeitheim Buschweg": ["youth_work"],
    "Bauspielplatz Falkenhorst": ["youth_work"],
    "Deutsche Waldjugend": ["youth_work"],
    "Kita Wichtelhöhle": ["kita"],
    "Albertinen-Hospiz": ["health"],
    "Altenpension Kornhooper Landhaus": ["health"],
    "Scheel Altenpflegeheim": ["health"],
    "Familienzentrum Nord - Physiotherapie": ["health"],
    "Praxisklinik Norderstedt": ["health"],
    "Ärztehaus": ["health"],
    "Arriba Strandbad": ["sport"],
    "FC Eintracht Norderstedt": ["club", "sport"],
    "Schützengemeinschaft Norderstedt": ["club", "sport"],
    "TC Garstedt": ["club", "sport"],
    "Glashütter Sport-Verein von 1924 e.V": ["club", "sport"],
    "SG Wasserratten Norderstedt": ["club", "sport"],
    "Int. Taekwon-Do Center Erlat": ["sport"],
    "JOY Fitness Norderstedt": ["sport"],
    "Reitschule PSG Hof Nordpol": ["sport"],
    "Wasserski Norderstedt": ["sport"],
    "Musikschul-Kubus": ["culture"],
    "VHS Pavillon am Böhmerwald": ["culture"],
    "Yamaha Music School": ["culture"],
    "Schmetterlings- und Naturlehrgarten": ["culture"],
    "Arboretum Norderstedt": ["culture"],
    "Kräuter-Erlebnisgarten": ["culture"],
    "Interkultureller Garten": ["meeting_place"],
    "Ossenmoorpark": ["meeting_place"],
    "Gemeindehaus": ["meeting_place", "religion"],
    "Kirchliches Zentrum am Falkenberg": ["meeting_place", "religion"],
    "Soziales Zentrum Norderstedt e.V.": ["association"],
    "AWO": ["association"],
    "Deutsches Rotes Kreuz Ortsverein Norderstedt": ["association"],
    "THW Ortsverband Norderstedt": ["institution"],
    "Agentur für Arbeit Norderstedt": ["institution"],
    "KFZ-Zulassungsstelle Norderstedt": ["institution"],
    "Rettungswache Norderstedt": ["institution"],
    "Sparkasse Südholstein": ["business"],
    "KGV Harksheide-Kringelkrugweg": ["club"],
    "Kleingartenanlage Pilzhagen": ["club"],
    "Kleingartenanlage Pilzhagen West": ["club"],
    "Kleingartenverein Diestel Adee": ["club"],
    "Kleingartenverein Friedrichsgabe e.V.": ["club"],
    "Kleingartenverein Glashütte e.V. von 1948": ["club"],
    "Kleingartenverein Moorkamp": ["club"],
    "Klgv. Harksheide e.V.": ["club"],
    "Hundeplatz PHSV Norderstedt e.V.": ["club"],
    "Verein für Deutsche Schäferhunde (SV), OG Norderstedt e.V.": ["club"],
}

# (name, subclass) that stays out: what it is not, part of something else, or there twice.
LEFT_OUT = {
    ("Friedhofskapelle Glashütte", "place_of_worship"),
    ("Kapelle", "place_of_worship"),  # of two cemeteries
    ("Wasserspielplatz", "park"),  # the playground "Wasserplatz"
    ("ARRIBA Erlebnisbad", None),  # the house of the water park
    ("Gymnasium Harksheide", None),  # the house of the school
    ("Grundschule Gottfried Keller Straße", "school"),  # the same with its hyphens
    ("Body Attack Sports Nutrition", "chemist"),
    ("Friseur", "convenience"),  # a hairdresser
    ("Slackline-Parcours", "playground"),
}

# Spelling and names that do not say what they are without the map around them.
RENAMED = {
    ("Kreativspielplats FOSSi", "playground"): "Kreativspielplatz FOSSi",
    ("Norderstedt-Mitte", "police"): "Polizei Norderstedt-Mitte",
    ("Revier Norderstedt Ost", "police"): "Polizeirevier Norderstedt Ost",
    ("Adenauerplatz", "playground"): "Spielplatz Adenauerplatz",
    ("Waldschneise", "playground"): "Spielplatz Waldschneise",
}

# Stops under another town's name, and those of replacement services only.
STOPS_LEFT_OUT = {"Moorredder, Kaltenkirchen", "Richtweg (SEV) (U), Hamburg", "Glashütte Markt (Ersatz), Norderstedt"}

# What is known beyond the map, by name.
KNOWN = {
    "Jugendfreizeitheim Buschweg": {
        "address": {"street": "Am Knick 20", "town": "Norderstedt"},
        "kind": "professional",
    },
    "Bauspielplatz Falkenhorst": {"address": {"street": "Emanuel-Geibel-Straße", "town": "Norderstedt"}},
    "Rathaus Norderstedt": {
        "address": {"street": "Rathausallee 50", "postcode": "22846", "town": "Norderstedt"},
        "reach": {"of": "city"},
    },
    "Ossenmoorpark": {"kind": "informal"},
    # Nearly all who work there are volunteers, but not all.
    "THW Ortsverband Norderstedt": {"kind": None},
    "Offene Ganztagsgrundschule Glashütte": {"description": "Grundschule mit festem Einzugsbereich."},
}
