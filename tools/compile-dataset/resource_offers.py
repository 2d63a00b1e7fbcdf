"""Offers that no map knows, from the framework paper and the city's public pages.

`at` is the address whose house number gives the place; an offer without it has none here.
"""

PAPER = "Rahmenkonzept Sozialraumorientierung der Stadt Norderstedt, 2013"
PAGES = "Öffentliche Seiten der Stadt, Stand 2023"
UNDATED_PAGES = "Öffentliche Seiten der Stadt und der Träger, ohne Datum"
FACTS = "Tatsachen, keine Übernahme des Textes"

CITY = {"of": "city"}
CASES = ["fallspezifisch"]


def _offer(key, name, categories, source, at=None, **more):
    return {"key": key, "name": name, "categories": categories, "source": source, "at": at, **more}


OFFERS = [
    _offer(
        "asd",
        "Allgemeiner Sozialer Dienst (ASD)",
        ["counselling", "parenting_support", "institution"],
        UNDATED_PAGES + " (Lage ungefähr); " + PAPER,
        description="Der ASD berät Familien und hilft bei der Erziehung. Er sitzt seit August 2020 im Moorbek-Rondeel.",
        kind="professional",
        principles=["fallspezifisch", "falluebergreifend", "fallunabhaengig"],
        reach=CITY,
        position=[9.9918, 53.7076],
        address={"town": "Norderstedt", "note": "Moorbek-Rondeel"},
        audience={"groups": ["families"]},
    ),
    _offer(
        "jumi",
        "JUMI",
        ["youth_work"],
        PAGES,
        at=("Rathausallee", "33a"),
        description="Jugendhaus in Norderstedt-Mitte, früher „Bunker“.",
        kind="professional",
        audience={"min_age": 10, "groups": ["children", "youth"]},
        hours="Mo-Fr 14:00-19:00",
    ),
    _offer(
        "jugendhaus-glockenheide",
        "Jugendhaus Glockenheide",
        ["youth_work"],
        UNDATED_PAGES,
        at=("Glockenheide", "42"),
        kind="professional",
        audience={"groups": ["youth"]},
    ),
    _offer(
        "atrium",
        "Jugendhaus Atrium",
        ["youth_work"],
        UNDATED_PAGES,
        at=("Poppenbütteler Straße", "230"),
        kind="professional",
        audience={"groups": ["youth"]},
    ),
    _offer(
        "familienzentrum-friedrichsgabe",
        "Familienzentrum Friedrichsgabe",
        ["meeting_place"],
        UNDATED_PAGES,
        # The map source does not have this number.
        reach={"of": "sozialraum", "id": "friedrichsgabe"},
        address={"street": "Glockenheide 40", "town": "Norderstedt"},
        audience={"groups": ["families"]},
    ),
    _offer(
        "familienzentrum-glashuette",
        "Familienzentrum Glashütte",
        ["meeting_place"],
        UNDATED_PAGES,
        provider="Sozialwerk",
        reach={"of": "sozialraum", "id": "glashuette"},
        address={"street": "Mittelstraße", "town": "Norderstedt"},
        audience={"groups": ["families"]},
    ),
    _offer(
        "fruehe-hilfen",
        "Frühe Hilfen",
        ["early_help"],
        PAGES + "; " + PAPER,
        at=("Rathausallee", "33a"),
        description="Für werdende Eltern und für Familien mit Kindern in den ersten drei Lebensjahren.",
        kind="professional",
        reach=CITY,
        audience={"max_age": 2, "groups": ["families", "parents", "pregnant"]},
    ),
    _offer(
        "pflegekinderwesen",
        "Pflegekinderwesen",
        ["parenting_support", "institution"],
        PAGES,
        at=("Rathausallee", "33a"),
        description="Der Dienst der Stadt für Pflegekinder und Pflegefamilien.",
        kind="professional",
        principles=CASES,
        reach=CITY,
        audience={"groups": ["families", "children"]},
    ),
    _offer(
        "jugendhilfe-im-strafverfahren",
        "Jugendhilfe im Strafverfahren",
        ["counselling", "institution"],
        PAGES,
        at=("Rathausallee", "33a"),
        description="Berät und begleitet junge Menschen, gegen die ein Strafverfahren läuft.",
        kind="professional",
        principles=CASES,
        reach=CITY,
        audience={"groups": ["youth"]},
    ),
    _offer(
        "kita-beratung",
        "Kita-Beratung",
        ["counselling", "kita"],
        UNDATED_PAGES + "; " + PAPER,
        at=("Friedrichsgaber Weg", "367b"),
        kind="professional",
        reach=CITY,
    ),
    _offer(
        "beratung-sozialwerk",
        "Beratungsstelle des Sozialwerks",
        ["counselling"],
        UNDATED_PAGES + "; " + PAPER,
        at=("Ochsenzoller Straße", "85"),
        provider="Sozialwerk",
        kind="professional",
        reach=CITY,
    ),
    _offer(
        "beratung-diakonisches-werk",
        "Beratungsstelle des Diakonischen Werks",
        ["counselling"],
        PAPER,
        provider="Diakonisches Werk",
        kind="professional",
        reach=CITY,
    ),
    _offer(
        "beratung-innere-mission",
        "Beratungsstelle der Inneren Mission",
        ["counselling"],
        PAPER,
        provider="Innere Mission",
        kind="professional",
        reach=CITY,
    ),
    _offer("schulpsychologie", "Schulpsychologie", ["counselling"], PAPER, kind="professional", reach=CITY),
    _offer(
        "fruehfoerderung",
        "Frühförderung",
        ["inclusion", "health"],
        PAPER,
        description="Hilft kleinen Kindern, die in ihrer Entwicklung behindert oder davon bedroht sind.",
        kind="professional",
        reach=CITY,
        audience={"groups": ["children", "disability"]},
    ),
    _offer(
        "zke",
        "Zentrum Kooperative Erziehungshilfe (ZKE)",
        ["parenting_support"],
        PAPER,
        kind="professional",
        reach=CITY,
    ),
    _offer(
        "rsan",
        "Regionaler Sozialer Arbeitskreis Norderstedt (RSAN)",
        ["association"],
        PAPER,
        description="Arbeitsgemeinschaft der Träger nach § 78 SGB VIII. Sie bindet die stadtweiten Angebote ein.",
        principles=["fallunabhaengig"],
        reach=CITY,
    ),
]
