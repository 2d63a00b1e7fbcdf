import type { FeatureLike } from "ol/Feature";
import GeoJSON from "ol/format/GeoJSON";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import Fill from "ol/style/Fill";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import Text from "ol/style/Text";
import { onDay } from "./districts";
import { FONT } from "./labels";
import type { Palette } from "./theme";

/** Line patterns by how sure a border is; the legend shows the same. */
export const DASHES: Record<string, number[]> = {
  stated: [],
  inferred: [12, 7],
  assumed: [2, 7],
};

/** The named borders, drawn by how sure they are. */
export function borderLayer() {
  return new VectorLayer({
    className: "borders",
    declutter: true,
    source: borders(),
  });
}

/** The borders of a day, or of today. */
export function borders(day?: string | null) {
  return new VectorSource({ url: `/api/v1/borders${onDay(day)}`, format: new GeoJSON() });
}

/** How a border is drawn: solid, dashed or dotted by sureness, with its name when close. */
export function borderStyle(colours: Palette) {
  return (feature: FeatureLike, resolution: number) => {
    // Only the city limit has nothing of the city on one of its sides.
    const limit = !feature.get("left") || !feature.get("right");
    const dash = limit ? [] : (DASHES[feature.get("sure") as string] ?? []);
    const line = new Style({
      stroke: new Stroke({
        color: colours.border,
        width: limit ? 1.5 : 3,
        lineDash: dash,
        lineCap: "round",
      }),
    });
    if (resolution > 8 || limit) return line;
    const name = new Style({
      text: new Text({
        text: feature.get("name") as string,
        font: `600 13px ${FONT}`,
        placement: "line",
        textBaseline: "bottom",
        offsetY: -4,
        overflow: true,
        fill: new Fill({ color: colours.border }),
        stroke: new Stroke({ color: colours.halo, width: 4 }),
      }),
    });
    return [line, name];
  };
}
