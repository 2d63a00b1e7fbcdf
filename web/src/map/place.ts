import "ol/ol.css";
import Attribution from "ol/control/Attribution";
import Zoom from "ol/control/Zoom";
import { defaults as interactions } from "ol/interaction/defaults";
import OlMap from "ol/Map";
import { fromLonLat } from "ol/proj";
import View from "ol/View";
import { words } from "../words";
import { baseLayer, baseStyle } from "./base";
import { drawMarks, markLayer, markStyle } from "./marks";
import { onThemeChange, palette } from "./theme";

/** Close enough to find the house, far enough to know the streets around. */
const ZOOM = 16;

/** A small map of one place, named in the panel's `data-place` as longitude and latitude. */
export function drawPlace(panel: HTMLElement) {
  const [lon, lat] = (panel.dataset.place ?? "").split(",").map(Number);
  if (lon === undefined || lat === undefined || Number.isNaN(lon + lat))
    throw new Error("the page names no place");
  const { map: signs } = words();
  const base = baseLayer(panel.dataset.attribution ?? "");
  const marks = markLayer();
  const source = marks.getSource();
  if (source) {
    const place: [number, number] = [lon, lat];
    drawMarks(source, { ...NOTHING, place });
  }
  const map = new OlMap({
    target: panel,
    layers: [base, marks],
    // Wheel and drag belong to the page until somebody turns to the map.
    interactions: interactions({
      onFocusOnly: true,
      altShiftDragRotate: false,
      pinchRotate: false,
    }),
    controls: [
      new Zoom({ zoomInTipLabel: signs.zoom_in, zoomOutTipLabel: signs.zoom_out }),
      new Attribution({ collapsible: false, tipLabel: signs.attribution }),
    ],
    view: new View({ center: fromLonLat([lon, lat]), zoom: ZOOM, maxZoom: 19, minZoom: 11 }),
  });
  const paint = () => {
    const colours = palette();
    base.setBackground(colours.land);
    base.setStyle(baseStyle(colours, null));
    marks.setStyle(markStyle(colours));
  };
  onThemeChange(paint);
  paint();
  map.once("rendercomplete", () => {
    panel.dataset.state = "ready";
  });
}

const NOTHING = {
  street: null,
  centre: null,
  sozialraum: null,
  foot: null,
  distance: null,
  candidates: [],
};
