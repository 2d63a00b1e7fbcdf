"""What is particular to this city: names, order, tie points. Everything else is derived."""

CITY = {"name": "Norderstedt", "ags": "01060063"}

# id, name, region, a point (lon, lat) well inside; the order of the output file.
SOZIALRAEUME = [
    ("friedrichsgabe", "Friedrichsgabe", "nord", (9.9905, 53.7303)),
    ("mitte", "Mitte/Harksheide", "nord", (9.9892, 53.7090)),
    ("garstedt", "Garstedt", "sued", (9.9787, 53.6728)),
    ("glashuette", "Glashütte", "sued", (10.0284, 53.6932)),
]

# The youth houses that hosted the four Sozialraum conferences: they must come out right.
ANCHORS = [
    ("Glockenheide", "42", "friedrichsgabe"),
    ("Rathausallee", "33a", "mitte"),
    ("Am Knick", "20", "garstedt"),
    ("Poppenbütteler Straße", "230", "glashuette"),
    ("Rathausallee", "50", "mitte"),
]

# Neighbour for which the facts hold no polygon.
CITY_STATE = {"ags": "02000000", "name": "Hamburg"}

DISTRICTS = {
    "01056": "Kreis Pinneberg",
    "01060": "Kreis Segeberg",
    "01062": "Kreis Stormarn",
}

SOURCE_OF = {
    "stated": "Rahmenkonzept, Abschnitt 5: dort als Grenze zwischen Nord und Süd genannt",
    "inferred": "aus dem Wortlaut von Abschnitt 5 des Rahmenkonzepts erschlossen",
    "assumed": "Annahme ohne Beleg; von der Jugendhilfeplanung zu bestätigen",
    "mapped": "Stadtgrenze nach OpenStreetMap, Stand August 2021",
}

LIMIT_UNCERTAINTY_M = 10

# Named ways of the source that are no addresses at all.
NOT_A_STREET_KIND = {"rail"}
NOT_A_STREET = {
    "Aufgang zum Parkdeck, Getränkemarkt und Crunch Fit",  # steps in a shopping centre
    "Belieferung Heroldcenter",  # delivery lane
    "Bönningstedt",  # motorway rest area; the name is a neighbouring municipality's
}

# Renamed since the source was drawn: old name -> new name. Where the source has both, the new
# one is drawn without numbers beside the old one; they become one street with two names.
RENAMED = {"Harksheider Markt": "Marktplatz"}

# Streets are kept this far beyond the city limit, where one runs along it.
STREET_MARGIN_M = 40.0

STREET_KIND = {"street": "street", "service": "service", "path_or_track": "path"}
