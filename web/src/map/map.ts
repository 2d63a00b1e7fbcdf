import "ol/ol.css";
import Attribution from "ol/control/Attribution";
import ScaleLine from "ol/control/ScaleLine";
import Zoom from "ol/control/Zoom";
import { boundingExtent, buffer, type Extent } from "ol/extent";
import { defaults as interactions } from "ol/interaction/defaults";
import OlMap from "ol/Map";
import { fromLonLat, toLonLat } from "ol/proj";
import View from "ol/View";
import type { MapAnswer } from "../answer";
import { words } from "../words";
import { baseLayer, baseStyle } from "./base";
import { borderLayer, borderStyle } from "./borders";
import { type Districts, districtStyle, loadDistricts } from "./districts";
import { fillLegend } from "./legend";
import { drawMarks, markLayer, markStyle } from "./marks";
import { onThemeChange, palette } from "./theme";

/** The view never comes closer to an answer than this, so that its surroundings are seen. */
const CLOSEST_ZOOM = 16.5;
/** A few metres to a border can be told apart from here on. */
const BORDER_ZOOM = 18.5;
/** How close a street is looked at when the house is not known. */
const STREET_ZOOM = 14.5;
const MARGIN_PX = 56;
/** The whole city needs little around it, save for the sources below. */
const CITY_PADDING = [16, 16, 40, 16];

/** The map beside the answer. Everything on it is said in the text as well. */
export class AnswerMap {
  readonly #map: OlMap;
  readonly #base;
  readonly #borders = borderLayer();
  readonly #marks = markLayer();
  readonly #city: Extent;
  #answer: MapAnswer | null = null;

  /** Builds the map into the panel that the server laid out. */
  static async create(
    panel: HTMLElement,
    askPlace: (lon: number, lat: number) => void,
  ): Promise<AnswerMap> {
    const districts = await loadDistricts();
    return new AnswerMap(panel, districts, askPlace);
  }

  private constructor(
    private readonly panel: HTMLElement,
    private readonly districts: Districts,
    askPlace: (lon: number, lat: number) => void,
  ) {
    const { map: signs } = words();
    const target = find(panel, "#map");
    this.#base = baseLayer(panel.dataset.attribution ?? "");
    const city = districts.source.getExtent() as Extent;
    this.#city = city;
    this.#map = new OlMap({
      target,
      layers: [this.#base, districts.layer, this.#borders, this.#marks],
      // Wheel and drag belong to the page until somebody turns to the map.
      interactions: interactions({
        onFocusOnly: true,
        altShiftDragRotate: false,
        pinchRotate: false,
      }),
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
      view: new View({ maxZoom: 19, extent: buffer(city, 4000), smoothExtentConstraint: false }),
    });
    const view = this.#map.getView();
    view.fit(city, { padding: CITY_PADDING });
    view.setMinZoom(view.getZoom() ? Math.floor(view.getZoom() as number) - 1 : 9);

    const ask = (coordinate: number[] | undefined) => {
      if (!coordinate) return;
      const [lon, lat] = toLonLat(coordinate);
      if (lon !== undefined && lat !== undefined) askPlace(lon, lat);
    };
    this.#map.on("singleclick", (event) => ask(event.coordinate));
    find(panel, "#ask-centre").addEventListener("click", () => ask(view.getCenter()));
    find(panel, "#whole-city").addEventListener("click", () => this.#lookAtCity());
    onThemeChange(() => this.#paint());
    this.#paint();
    this.#map.once("rendercomplete", () => {
      panel.dataset.state = "ready";
    });
    panel.dataset.state = "drawing";
  }

  /** Draws an answer and looks at it; without a place, at the whole city. `null` clears the marks. */
  show(answer: MapAnswer | null) {
    this.#answer = answer;
    const source = this.#marks.getSource();
    if (source) drawMarks(source, answer);
    this.#paint();
    const points = [answer?.place, answer?.foot, ...(answer?.candidates ?? []).map((c) => c.place)]
      .filter((point) => point !== null && point !== undefined)
      .map((point) => fromLonLat(point));
    if (points.length > 0) {
      this.#look(boundingExtent(points), answer?.foot ? BORDER_ZOOM : CLOSEST_ZOOM);
    } else if (answer?.centre) {
      this.#look(boundingExtent([fromLonLat(answer.centre)]), STREET_ZOOM);
    } else if (answer) {
      // The place of the answer before would look like the place of this one.
      this.#lookAtCity();
    }
    this.panel.dataset.marks = String(source?.getFeatures().length ?? 0);
  }

  #lookAtCity() {
    this.#look(this.#city, CLOSEST_ZOOM, CITY_PADDING);
  }

  #look(extent: Extent, maxZoom: number, padding = [MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX]) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#map.getView().fit(extent, {
      padding,
      maxZoom,
      duration: still ? 0 : 350,
    });
  }

  #paint() {
    const colours = palette();
    this.#base.setBackground(colours.land);
    this.#base.setStyle(baseStyle(colours, this.#answer?.street ?? null));
    const ratio = window.devicePixelRatio || 1;
    this.districts.layer.setStyle(districtStyle(colours, ratio, this.#answer?.sozialraum ?? null));
    this.#borders.setStyle(borderStyle(colours));
    this.#marks.setStyle(markStyle(colours));
    fillLegend(find(this.panel, "#legend"), this.districts.list, colours);
  }
}

/** A sign that is seen only; the button is named by its tip. */
function sign(text: string): HTMLElement {
  const span = document.createElement("span");
  span.textContent = text;
  span.setAttribute("aria-hidden", "true");
  return span;
}

function find(panel: HTMLElement, selector: string): HTMLElement {
  const element = panel.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`the page has no ${selector}`);
  return element;
}
