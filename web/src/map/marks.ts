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
import type { MapAnswer } from "../answer";
import { FONT } from "./labels";
import type { Palette } from "./theme";

/** The layer of what the answer is about: the place, its way to the border, the possibilities. */
export function markLayer() {
  return new VectorLayer({ className: "marks", source: new VectorSource(), zIndex: 10 });
}

/** Puts an answer on the layer; `null` clears it. */
export function drawMarks(source: VectorSource, answer: MapAnswer | null) {
  source.clear();
  if (!answer) return;
  for (const { place, number } of answer.candidates) {
    const point = new Point(fromLonLat(place));
    source.addFeature(new Feature({ geometry: point, kind: "candidate", label: String(number) }));
  }
  // A possibility at the place itself has its number; a second mark would hide it.
  const [lon, lat] = answer.place ?? [];
  const numbered = answer.candidates.some(({ place }) => place[0] === lon && place[1] === lat);
  if (!answer.place || numbered) return;
  const place = fromLonLat(answer.place);
  if (answer.foot) {
    const line = new LineString([place, fromLonLat(answer.foot)]);
    source.addFeature(new Feature({ geometry: line, kind: "distance", label: answer.distance }));
  }
  source.addFeature(new Feature({ geometry: new Point(place), kind: "place" }));
}

/** How the marks are drawn, each kind with a shape of its own. */
export function markStyle(colours: Palette) {
  const fill = new Fill({ color: colours.answer });
  const edge = new Stroke({ color: colours.answerEdge, width: 2.5 });
  const text = (label: string, more: object) =>
    new Text({
      text: label,
      font: `600 15px ${FONT}`,
      fill: new Fill({ color: colours.text }),
      stroke: new Stroke({ color: colours.halo, width: 5 }),
      overflow: true,
      ...more,
    });
  const place = [
    new Style({
      image: new CircleStyle({
        radius: 17,
        stroke: new Stroke({ color: colours.answer, width: 3 }),
      }),
    }),
    new Style({ image: new CircleStyle({ radius: 8, fill, stroke: edge }) }),
  ];
  return (feature: FeatureLike) => {
    const label = feature.get("label") as string;
    switch (feature.get("kind")) {
      case "place":
        return place;
      case "distance": {
        const line = feature.getGeometry() as LineString;
        const start = line.getFirstCoordinate();
        const toTheRight = (line.getLastCoordinate()[0] ?? 0) > (start[0] ?? 0);
        return [
          new Style({ stroke: new Stroke({ color: colours.answerEdge, width: 6 }) }),
          new Style({ stroke: new Stroke({ color: colours.answer, width: 3 }) }),
          new Style({
            // Beside the place, on the side away from the border.
            geometry: new Point(start),
            text: text(label, {
              textAlign: toTheRight ? "right" : "left",
              offsetX: toTheRight ? -26 : 26,
              stroke: undefined,
              backgroundFill: new Fill({ color: colours.halo }),
              padding: [3, 6, 2, 6],
            }),
          }),
        ];
      }
      default:
        return new Style({
          image: new RegularShape({ points: 4, radius: 18, angle: 0, fill, stroke: edge }),
          text: text(label, { fill: new Fill({ color: colours.answerEdge }), stroke: undefined }),
        });
    }
  };
}
