import CircleStyle from "ol/style/Circle";
import Fill from "ol/style/Fill";
import Icon from "ol/style/Icon";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import Text from "ol/style/Text";
import { FONT } from "./labels";
import type { Palette } from "./theme";

/** What is drawn for one or several entries. */
export interface Sign {
  /** An entry of the list, one that is not in it, several of those, or the place asked for. */
  kind: "pin" | "single" | "several" | "place";
  number: number;
  count: number;
  category: string;
  marked: boolean;
}

/** How signs are drawn, each kind with a shape of its own. */
export function signStyle(colours: Palette): (sign: Sign) => Style | Style[] {
  const known = new Map<string, Style | Style[]>();
  return (sign) => {
    const key = `${sign.kind} ${sign.number} ${sign.count} ${sign.category} ${sign.marked}`;
    let style = known.get(key);
    if (!style) {
      style = draw(sign, colours);
      known.set(key, style);
    }
    return style;
  };
}

function draw(sign: Sign, colours: Palette): Style | Style[] {
  const edge = new Stroke({ color: colours.answerEdge, width: 2 });
  const label = (text: string, colour: string) =>
    new Text({ text, font: `600 14px ${FONT}`, fill: new Fill({ color: colour }), offsetY: 1 });
  switch (sign.kind) {
    case "pin": {
      const fill = new Fill({ color: sign.marked ? colours.text : colours.answer });
      const radius = sign.marked ? 18 : 14;
      return new Style({
        image: new CircleStyle({ radius, fill, stroke: edge }),
        text: label(String(sign.number), sign.marked ? colours.land : colours.answerEdge),
        zIndex: sign.marked ? 1000 : 500 - sign.number,
      });
    }
    case "place":
      return [
        new Style({
          image: new CircleStyle({
            radius: 20,
            stroke: new Stroke({ color: colours.border, width: 3 }),
          }),
        }),
        new Style({
          image: new CircleStyle({
            radius: 6,
            fill: new Fill({ color: colours.border }),
            stroke: edge,
          }),
        }),
      ];
    case "single": {
      const image = new CircleStyle({
        radius: 13,
        fill: new Fill({ color: colours.land }),
        stroke: new Stroke({ color: colours.border, width: 1.5 }),
      });
      const icon = iconOf(sign.category, colours.border);
      return icon ? [new Style({ image }), new Style({ image: icon })] : new Style({ image });
    }
    case "several":
      return new Style({
        image: new CircleStyle({
          radius: Math.min(26, 13 + Math.log2(sign.count) * 2),
          fill: new Fill({ color: colours.border }),
          stroke: edge,
        }),
        text: label(String(sign.count), colours.land),
      });
  }
}

/** The icon of a category, from the sheet of symbols in the page. */
function iconOf(category: string, colour: string): Icon | null {
  const symbol = document.getElementById(`icon-${category}`);
  if (!symbol) return null;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="18" height="18" fill="none"` +
    ` stroke="${colour}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">` +
    `${symbol.innerHTML}</svg>`;
  return new Icon({ src: `data:image/svg+xml,${encodeURIComponent(svg)}` });
}
