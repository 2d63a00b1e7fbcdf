import { boundingExtent, buffer } from "ol/extent";
import { fromLonLat } from "ol/proj";
import { baseLayer, paintBase } from "./base";
import { frame, look } from "./frame";
import { drawMarks, markLayer, markStyle } from "./marks";
import { painted, palette } from "./theme";

/** Close enough to find the house, far enough to know the streets around. */
const ZOOM = 16;
/** How far the map can be moved from the place, in its own units: some kilometres. */
const AROUND = 6000;

/** A small map of one place, named in the panel's `data-place` as longitude and latitude. */
export function drawPlace(panel: HTMLElement) {
  const [lon, lat] = (panel.dataset.place ?? "").split(",").map(Number);
  if (lon === undefined || lat === undefined || Number.isNaN(lon + lat))
    throw new Error("the page names no place");
  const base = baseLayer(panel.dataset.attribution ?? "");
  const marks = markLayer();
  const source = marks.getSource();
  if (source) drawMarks(source, { ...NOTHING, place: [lon, lat] });
  const here = boundingExtent([fromLonLat([lon, lat])]);
  const map = frame(panel, panel, buffer(here, AROUND), [base, marks]);
  look(map, here, ZOOM);
  painted(() => {
    const colours = palette();
    paintBase(base, colours);
    marks.setStyle(markStyle(colours));
  });
}

const NOTHING = {
  street: null,
  centre: null,
  sozialraum: null,
  foot: null,
  distance: null,
  candidates: [],
  as_of: null,
  parts: [],
};
