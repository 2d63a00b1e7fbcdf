import type { FeatureLike } from "ol/Feature";
import GeoJSON from "ol/format/GeoJSON";
import VectorLayer from "ol/layer/Vector";
import VectorSource from "ol/source/Vector";
import Fill from "ol/style/Fill";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import Text from "ol/style/Text";
import { FONT } from "./labels";
import { patternTile } from "./pattern";
import type { Palette } from "./theme";

/** A Sozialraum as the map and its legend name it. */
export interface District {
  id: string;
  name: string;
  team: string;
  /** Its place in the list; decides colour and pattern. */
  index: number;
}

/** The Sozialräume and the layer that draws them. */
export interface Districts {
  list: District[];
  source: VectorSource;
  layer: VectorLayer;
}

/** Fetches the Sozialräume of a day, or of today. */
export async function loadDistricts(day?: string | null): Promise<Districts> {
  const response = await fetch(`/api/v1/sozialraeume${onDay(day)}`);
  if (!response.ok) throw new Error(`sozialraeume: ${response.status}`);
  const features = new GeoJSON().readFeatures(await response.json(), {
    featureProjection: "EPSG:3857",
  });
  const list = features.map((feature, index) => {
    feature.set("index", index);
    return {
      id: feature.get("id") as string,
      name: feature.get("name") as string,
      team: (feature.get("team_name") as string | null) ?? "",
      index,
    };
  });
  const source = new VectorSource({ features });
  const layer = new VectorLayer({ className: "districts", source, declutter: true });
  return { list, source, layer };
}

/** The query for a day. */
export function onDay(day?: string | null): string {
  return day ? `?as_of=${encodeURIComponent(day)}` : "";
}

/** How a Sozialraum is drawn: pattern, outline and name; the one in the answer stands out. */
export function districtStyle(colours: Palette, ratio: number, chosen: string | null) {
  const context = document.createElement("canvas").getContext("2d");
  return (feature: FeatureLike, resolution: number) => {
    const index = feature.get("index") as number;
    const colour = colours.areas[index % colours.areas.length] ?? colours.border;
    // Close by, houses and street names matter more.
    const near = resolution < 4;
    const tile = patternTile(index, colour, ratio, near ? 0.45 : 1);
    const pattern = context?.createPattern(tile, "repeat");
    const own = feature.get("id") === chosen;
    const styles = [
      new Style({
        fill: new Fill({ color: pattern ?? "transparent" }),
        stroke: new Stroke({ color: colour, width: own ? 5 : 2 }),
        zIndex: own ? 1 : 0,
      }),
    ];
    if (!near) {
      styles.push(
        new Style({
          text: new Text({
            text: feature.get("name") as string,
            font: `${own ? 600 : 400} 17px ${FONT}`,
            fill: new Fill({ color: colours.text }),
            stroke: new Stroke({ color: colours.halo, width: 5 }),
            overflow: true,
          }),
          zIndex: 2,
        }),
      );
    }
    return styles;
  };
}
