import { boundingExtent, type Extent } from "ol/extent";
import type OlMap from "ol/Map";
import { fromLonLat, toLonLat } from "ol/proj";
import type { MapAnswer } from "../answer";
import { baseLayer, paintBase } from "./base";
import { borderLayer, borderStyle } from "./borders";
import { type Districts, districtStyle, loadDistricts } from "./districts";
import { CITY_PADDING, find, frame, look } from "./frame";
import { fillLegend } from "./legend";
import { drawMarks, markLayer, markStyle } from "./marks";
import { painted, palette } from "./theme";

/** The view never comes closer to an answer than this, so that its surroundings are seen. */
const CLOSEST_ZOOM = 16.5;
/** A few metres to a border can be told apart from here on. */
const BORDER_ZOOM = 18.5;
/** How close a street is looked at when the house is not known. */
const STREET_ZOOM = 14.5;

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
    const target = find(panel, "#map");
    this.#base = baseLayer(panel.dataset.attribution ?? "");
    const city = districts.source.getExtent() as Extent;
    this.#city = city;
    this.#map = frame(panel, target, city, [
      this.#base,
      districts.layer,
      this.#borders,
      this.#marks,
    ]);
    const view = this.#map.getView();

    const ask = (coordinate: number[] | undefined) => {
      if (!coordinate) return;
      const [lon, lat] = toLonLat(coordinate);
      if (lon !== undefined && lat !== undefined) askPlace(lon, lat);
    };
    this.#map.on("singleclick", (event) => ask(event.coordinate));
    find(panel, "#ask-centre").addEventListener("click", () => ask(view.getCenter()));
    find(panel, "#whole-city").addEventListener("click", () => this.#lookAtCity());
    painted(() => this.#paint());
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

  #look(extent: Extent, maxZoom: number, padding?: number[]) {
    look(this.#map, extent, maxZoom, padding);
  }

  #paint() {
    const colours = palette();
    paintBase(this.#base, colours, this.#answer?.street);
    const ratio = window.devicePixelRatio || 1;
    this.districts.layer.setStyle(districtStyle(colours, ratio, this.#answer?.sozialraum ?? null));
    this.#borders.setStyle(borderStyle(colours));
    this.#marks.setStyle(markStyle(colours));
    fillLegend(find(this.panel, "#legend"), this.districts.list, colours);
  }
}
