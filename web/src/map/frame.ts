import "ol/ol.css";
import Attribution from "ol/control/Attribution";
import ScaleLine from "ol/control/ScaleLine";
import Zoom from "ol/control/Zoom";
import { buffer, type Extent } from "ol/extent";
import { defaults as interactions } from "ol/interaction/defaults";
import type Interaction from "ol/interaction/Interaction";
import type BaseLayer from "ol/layer/Base";
import OlMap from "ol/Map";
import View from "ol/View";
import { words } from "../words";

const MARGIN_PX = 56;
/** The whole city needs little around it, save for the sources below. */
export const CITY_PADDING = [16, 16, 40, 16];

/**
 * A map of the city with its controls, looking at the whole of it. The panel says when it is drawn.
 * With `setting`, a place is set on it: anywhere, and arrow keys are left to whoever sets it.
 */
export function frame(
  panel: HTMLElement,
  target: HTMLElement,
  city: Extent,
  layers: BaseLayer[],
  setting?: Interaction,
): OlMap {
  const { map: signs } = words();
  const map = new OlMap({
    target,
    layers,
    // Wheel and drag belong to the page until somebody turns to the map.
    interactions: interactions({
      onFocusOnly: true,
      altShiftDragRotate: false,
      pinchRotate: false,
      keyboard: !setting,
    }).extend(setting ? [setting] : []),
    controls: [
      new Zoom({
        zoomInLabel: sign("+"),
        zoomOutLabel: sign("−"),
        zoomInTipLabel: signs.zoom_in,
        zoomOutTipLabel: signs.zoom_out,
      }),
      new ScaleLine(),
      new Attribution({ collapsible: false, tipLabel: signs.attribution }),
    ],
    view: new View({
      maxZoom: 19,
      ...(setting ? {} : { extent: buffer(city, 4000) }),
      smoothExtentConstraint: false,
    }),
  });
  const view = map.getView();
  view.fit(city, { padding: CITY_PADDING });
  view.setMinZoom(view.getZoom() ? Math.floor(view.getZoom() as number) - 1 : 9);
  panel.dataset.state = "drawing";
  map.once("rendercomplete", () => {
    panel.dataset.state = "ready";
  });
  return map;
}

/** Looks at a part of the map, smoothly where that is wanted. */
export function look(
  map: OlMap,
  extent: Extent,
  maxZoom: number,
  padding = [MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX],
) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  map.getView().fit(extent, { padding, maxZoom, duration: still ? 0 : 350 });
}

/** A sign that is seen only; the button is named by its tip. */
function sign(text: string): HTMLElement {
  const span = document.createElement("span");
  span.textContent = text;
  span.setAttribute("aria-hidden", "true");
  return span;
}

/** A part of the panel that the server laid out. */
export function find<Found extends HTMLElement>(panel: HTMLElement, selector: string): Found {
  const element = panel.querySelector<Found>(selector);
  if (!element) throw new Error(`the page has no ${selector}`);
  return element;
}
