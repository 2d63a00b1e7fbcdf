import Feature, { type FeatureLike } from "ol/Feature";
import LineString from "ol/geom/LineString";
import Point from "ol/geom/Point";
import VectorLayer from "ol/layer/Vector";
import { fromLonLat } from "ol/proj";
import VectorSource from "ol/source/Vector";
import CircleStyle from "ol/style/Circle";
import Fill from "ol/style/Fill";
import RegularShape from "ol/style/RegularShape";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import Text from "ol/style/Text";
import type { StreetPart } from "../answer";
import type { District } from "./districts";
import { FONT } from "./labels";
import type { Palette } from "./theme";

/** Line patterns that tell the parts of a street apart without colour. */
export const STREET_DASHES: readonly number[][] = [[], [18, 9], [2, 9], [18, 8, 2, 8]];

/** How many corners the sign of a house has, and how it is turned; a circle has none. */
const HOUSES: readonly [number, number][] = [
  [0, 0],
  [4, Math.PI / 4],
  [3, 0],
  [4, 0],
];

/** Parts that are not meant at the moment. */
const FAINT = "40";

/** The layer of a street that several Sozialräume share. */
export function streetLayer() {
  return new VectorLayer({ className: "street", source: new VectorSource(), zIndex: 5 });
}

/** Puts the parts of a street on the layer. */
export function drawStreet(source: VectorSource, parts: StreetPart[]) {
  source.clear();
  for (const { area, number, lines, houses } of parts) {
    const drawn = lines.map((line) => new LineString(line.map((place) => fromLonLat(place))));
    const points = houses.map(({ place }) => new Point(fromLonLat(place)));
    const add = (kind: string, geometry: LineString | Point, label = "") =>
      source.addFeature(new Feature({ geometry, kind, area, label }));
    for (const line of drawn) add("line", line);
    for (const [index, point] of points.entries()) add("house", point, houses[index]?.number);
    const longest = drawn.sort((a, b) => b.getLength() - a.getLength())[0];
    const middle = longest
      ? new Point(longest.getCoordinateAt(0.5))
      : points[Math.floor(points.length / 2)];
    if (middle && number > 0) add("number", middle, String(number));
  }
}

/** How the parts are drawn: colour, line and sign of the Sozialraum; `lit` stands out. */
export function streetStyle(colours: Palette, districts: District[], lit: string | null) {
  const index = new Map(districts.map(({ id, index }) => [id, index]));
  return (feature: FeatureLike, resolution: number) => {
    const area = feature.get("area") as string | null;
    const own = area === null ? undefined : index.get(area);
    const faint = lit !== null && lit !== area;
    const colour = areaColour(colours, own) + (faint ? FAINT : "");
    const edge = colours.answerEdge + (faint ? FAINT : "");
    const label = feature.get("label") as string;
    const stands = lit !== null && lit === area;
    const zIndex = stands ? 1 : 0;
    switch (feature.get("kind")) {
      case "line":
        return [
          new Style({ stroke: new Stroke({ color: edge, width: 10 }), zIndex }),
          new Style({
            stroke: new Stroke({
              color: colour,
              width: stands ? 7 : 5,
              lineDash: STREET_DASHES[(own ?? 0) % STREET_DASHES.length],
              lineCap: "butt",
            }),
            zIndex: zIndex + 2,
          }),
        ];
      case "house": {
        const radius = resolution > 8 ? 4 : resolution > 2 ? 6 : 8;
        return new Style({
          image: houseSign(own, stands ? radius + 1 : radius, colour, edge),
          text: resolution > 1 ? undefined : houseNumber(label, colours),
          zIndex: zIndex + 4,
        });
      }
      default:
        return new Style({
          image: new RegularShape({
            points: 4,
            radius: 18,
            angle: 0,
            fill: new Fill({ color: colour }),
            stroke: new Stroke({ color: edge, width: 2.5 }),
          }),
          text: new Text({
            text: label,
            font: `600 15px ${FONT}`,
            fill: new Fill({ color: edge }),
          }),
          zIndex: zIndex + 6,
        });
    }
  };
}

/** The colour of a part; houses that have to be clarified have none of a Sozialraum. */
export function areaColour(colours: Palette, index: number | undefined): string {
  return (
    (index === undefined ? undefined : colours.areas[index % colours.areas.length]) ?? colours.text
  );
}

/** The sign of a house: a shape for each Sozialraum, a cross where it has to be clarified. */
export function houseSign(index: number | undefined, radius: number, colour: string, edge: string) {
  const fill = new Fill({ color: colour });
  const stroke = new Stroke({ color: edge, width: 1.5 });
  if (index === undefined) {
    const line = new Stroke({ color: colour, width: 2.5 });
    return new RegularShape({ points: 4, radius, radius2: 0, angle: Math.PI / 4, stroke: line });
  }
  const [points, angle] = HOUSES[index % HOUSES.length] ?? [0, 0];
  return points === 0
    ? new CircleStyle({ radius: radius * 0.85, fill, stroke })
    : new RegularShape({ points, radius: radius * 1.15, angle, fill, stroke });
}

function houseNumber(label: string, colours: Palette) {
  return new Text({
    text: label,
    font: `12px ${FONT}`,
    offsetY: -14,
    fill: new Fill({ color: colours.text }),
    stroke: new Stroke({ color: colours.halo, width: 4 }),
  });
}
