"""Compiles the shipped dataset: python compile.py FACTS_FOLDER OUTPUT_FOLDER"""

import argparse
import json
from pathlib import Path

import basemap
import facts as facts_module
import neighbours
import numbers_of
import output
import partition
import population
import resources
import verify
from facts import projected


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("facts", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--report", type=Path, help="write the measured figures here as JSON")
    args = parser.parse_args()
    facts = facts_module.Facts(args.facts)
    out = args.output
    (out / "base").mkdir(parents=True, exist_ok=True)
    figures = {}

    print("partition")
    part = partition.build(facts)
    boundary, areas, borders = partition.outputs(part)
    output.geojson(out / "boundary.geojson", boundary)
    output.geojson(out / "sozialraeume.geojson", areas)
    output.geojson(out / "borders.geojson", borders)

    print("neighbours and places")
    around, places = neighbours.build(facts, boundary[0]["geometry"]["coordinates"][0])
    output.geojson(out / "neighbours.geojson", around)
    output.geojson(out / "places.geojson", places)

    print("streets and house numbers")
    figures["house_numbers"] = numbers_of.build(facts, part, out)

    print("base map")
    figures["base"] = basemap.build(facts, out / "base")

    print("resources and population")
    limit = projected(boundary[0]["geometry"])
    offers, figures["resources"] = resources.build(facts, limit, out)
    output.geojson(out / "resources.geojson", offers)
    output.geojson(out / "population.geojson", population.build(facts))

    figures["checked"] = verify.check(out, facts)
    if args.report:
        args.report.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
