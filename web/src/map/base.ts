import type { FeatureLike } from "ol/Feature";
import MVT from "ol/format/MVT";
import VectorTileLayer from "ol/layer/VectorTile";
import VectorTileSource from "ol/source/VectorTile";
import Fill from "ol/style/Fill";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import Text from "ol/style/Text";
import { FONT } from "./labels";
import type { Palette } from "./theme";

/** Deepest zoom that is asked for; closer views draw the same tiles larger. */
const DEEPEST_TILE = 16;

/** Width in pixels at which a road is drawn when one pixel is a metre; wider when closer. */
const ROAD_WIDTH: Record<string, number> = {
  motorway: 7,
  trunk: 7,
  primary: 6,
  secondary: 5.5,
  tertiary: 5,
  minor: 3.5,
  pedestrian: 2.5,
  service: 2,
};

/** Below everything else, in this order. */
const LAYERS = ["green", "built", "water", "waterway", "roads", "buildings", "streets"];

/** The base map from the service's own vector tiles. */
export function baseLayer(attribution: string) {
  return new VectorTileLayer({
    className: "base",
    declutter: true,
    renderMode: "hybrid",
    source: new VectorTileSource({
      attributions: attribution,
      format: new MVT({ layers: LAYERS }),
      maxZoom: DEEPEST_TILE,
      tileSize: 512,
      url: "/tiles/base/{z}/{x}/{y}",
    }),
  });
}

/** Draws the base map in a palette, with the street that was asked for. */
export function paintBase(base: BaseMap, colours: Palette, asked?: string | null) {
  base.setBackground(colours.land);
  base.setStyle(baseStyle(colours, asked ?? null));
}

type BaseMap = ReturnType<typeof baseLayer>;

/** How a feature of the base map is drawn, for one palette. */
function baseStyle(colours: Palette, asked: string | null) {
  const askedStreet = [
    new Style({ stroke: new Stroke({ color: colours.answerEdge, width: 9 }), zIndex: 8 }),
    new Style({ stroke: new Stroke({ color: colours.answer, width: 5 }), zIndex: 9 }),
  ];
  const fills: Record<string, Style> = {
    green: new Style({ fill: new Fill({ color: colours.green }), zIndex: 0 }),
    built: new Style({ fill: new Fill({ color: colours.built }), zIndex: 1 }),
    water: new Style({ fill: new Fill({ color: colours.water }), zIndex: 2 }),
    buildings: new Style({ fill: new Fill({ color: colours.building }), zIndex: 6 }),
  };
  const waterway = new Style({ stroke: new Stroke({ color: colours.water, width: 2 }), zIndex: 2 });
  const rail = new Style({ stroke: new Stroke({ color: colours.rail, width: 1.5 }), zIndex: 5 });
  const road = (width: number) => [
    new Style({ stroke: new Stroke({ color: colours.roadEdge, width: width + 1.5 }), zIndex: 3 }),
    new Style({ stroke: new Stroke({ color: colours.road, width }), zIndex: 4 }),
  ];
  const roads = new Map<number, Style[]>();
  const roadStyle = (kind: string, resolution: number) => {
    const zoomed = (ROAD_WIDTH[kind] ?? 2) * Math.min(4, Math.max(0.25, 1.6 / resolution ** 0.7));
    const width = Math.max(0.75, Math.round(zoomed * 4) / 4);
    const known = roads.get(width);
    if (known) return known;
    const styles = road(width);
    roads.set(width, styles);
    return styles;
  };
  return (feature: FeatureLike, resolution: number) => {
    const layer = feature.get("layer") as string;
    const kind = feature.get("class") as string;
    if (layer === "roads") {
      return kind === "rail" || kind === "subway" ? rail : roadStyle(kind, resolution);
    }
    if (layer === "waterway") return waterway;
    if (layer === "streets") {
      const name = feature.get("name") as string;
      const label = resolution < 3.5 ? [streetName(name, colours)] : [];
      return name === asked ? [...askedStreet, ...label] : label;
    }
    return fills[layer];
  };
}

function streetName(name: string, colours: Palette) {
  return new Style({
    text: new Text({
      text: name,
      font: `12px ${FONT}`,
      placement: "line",
      repeat: 400,
      fill: new Fill({ color: colours.street }),
      stroke: new Stroke({ color: colours.halo, width: 3 }),
    }),
    zIndex: 7,
  });
}
