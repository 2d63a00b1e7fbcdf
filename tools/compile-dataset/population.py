"""How many people live where: the cells of the census."""

from output import feature

# Property of the file -> property of the source.
COUNTS = {
    "minors": "u18",
    "a18_29": "a18_29",
    "a30_49": "a30_49",
    "a50_64": "a50_64",
    "a65plus": "a65plus",
    "total": "total",
}


def build(facts):
    """All cells, each with the counts of the whole cell, whatever part of it lies in the city."""
    cells = []
    for f in facts.features("census2011_500m"):
        p = f["properties"]
        counts = {ours: p[theirs] for ours, theirs in COUNTS.items()}
        if counts["total"] != sum(n for name, n in counts.items() if name != "total"):
            raise SystemExit(f"the age groups of {p['id']} do not add up")
        cells.append(feature({"id": p["id"], **counts}, f["geometry"]))
    cells.sort(key=lambda f: f["properties"]["id"])
    return cells
