import { boundingExtent, createEmpty, type Extent, extend, isEmpty } from "ol/extent";
import type OlMap from "ol/Map";
import { fromLonLat, toLonLat } from "ol/proj";
import type VectorSource from "ol/source/Vector";
import type { MapAnswer } from "../answer";
import { baseLayer, paintBase } from "./base";
import { borderLayer, borderStyle, borders } from "./borders";
import { type Districts, districtStyle, loadDistricts } from "./districts";
import { CITY_PADDING, find, frame, look } from "./frame";
import { fillLegend } from "./legend";
import { drawMarks, markLayer, markStyle } from "./marks";
import { areaColour, drawStreet, streetLayer, streetStyle } from "./street";
import { painted, palette } from "./theme";

/** The view never comes closer to an answer than this, so that its surroundings are seen. */
const CLOSEST_ZOOM = 16.5;
/** A few metres to a border can be told apart from here on. */
const BORDER_ZOOM = 18.5;
/** How close a street is looked at when the house is not known. */
const STREET_ZOOM = 14.5;
/** How far from a sign, in pixels, it is still pointed at. */
const REACH_PX = 10;

/** What the map asks of the page. */
interface Asks {
  /** Which team answers for a place? */
  place: (lon: number, lat: number) => void;
  /** Somebody points at the part of the street that belongs to a Sozialraum, or at none. */
  area: (id: string | null) => void;
  /** The colours of the parts of the street, by Sozialraum, as they are drawn. */
  colours: (of: ReadonlyMap<string, string>) => void;
}

/** The map beside the answer. Everything on it is said in the text as well. */
export class AnswerMap {
  readonly #map: OlMap;
  readonly #base;
  readonly #borders = borderLayer();
  readonly #marks = markLayer();
  readonly #street = streetLayer();
  readonly #city: Extent;
  #answer: MapAnswer | null = null;
  /** The Sozialraum whose part of the street stands out. */
  #lit: string | null = null;
  /** The day whose borders are drawn. */
  #day: string | null = null;

  /** Builds the map into the panel that the server laid out. */
  static async create(panel: HTMLElement, asks: Asks): Promise<AnswerMap> {
    const districts = await loadDistricts();
    return new AnswerMap(panel, districts, asks);
  }

  private constructor(
    private readonly panel: HTMLElement,
    private readonly districts: Districts,
    private readonly asks: Asks,
  ) {
    const target = find(panel, "#map");
    this.#base = baseLayer(panel.dataset.attribution ?? "");
    const city = districts.source.getExtent() as Extent;
    this.#city = city;
    this.#map = frame(panel, target, city, [
      this.#base,
      districts.layer,
      this.#borders,
      this.#street,
      this.#marks,
    ]);
    const view = this.#map.getView();

    const ask = (coordinate: number[] | undefined) => {
      if (!coordinate) return;
      const [lon, lat] = toLonLat(coordinate);
      if (lon !== undefined && lat !== undefined) asks.place(lon, lat);
    };
    this.#map.on("singleclick", (event) => ask(event.coordinate));
    this.#map.on("pointermove", (event) => {
      if (!event.dragging && this.#answer?.parts.length) asks.area(this.#areaAt(event.coordinate));
    });
    find(panel, "#ask-centre").addEventListener("click", () => ask(view.getCenter()));
    find(panel, "#whole-city").addEventListener("click", () => this.#lookAtCity());
    painted(() => this.#paint());
  }

  /** Draws an answer and looks at it; without a place, at the whole city. `null` clears the marks. */
  show(answer: MapAnswer | null) {
    this.#answer = answer;
    const source = this.#marks.getSource();
    if (source) drawMarks(source, answer);
    const street = this.#street.getSource() as VectorSource;
    drawStreet(street, answer?.parts ?? []);
    this.#lit = null;
    void this.#turnTo(answer?.as_of ?? null);
    this.#paint();
    const points = [answer?.place, answer?.foot, ...(answer?.candidates ?? []).map((c) => c.place)]
      .filter((point) => point !== null && point !== undefined)
      .map((point) => fromLonLat(point));
    const extent = street.getExtent() as Extent;
    if (!isEmpty(extent)) {
      this.#look(extent, CLOSEST_ZOOM);
    } else if (points.length > 0) {
      this.#look(boundingExtent(points), answer?.foot ? BORDER_ZOOM : CLOSEST_ZOOM);
    } else if (answer?.centre) {
      this.#look(boundingExtent([fromLonLat(answer.centre)]), STREET_ZOOM);
    } else if (answer) {
      // The place of the answer before would look like the place of this one.
      this.#lookAtCity();
    }
    this.panel.dataset.marks = String(source?.getFeatures().length ?? 0);
  }

  /** Lets the part of the street that belongs to a Sozialraum stand out; `null` for none. */
  light(area: string | null) {
    if (area === this.#lit) return;
    this.#lit = area;
    this.#paintStreet();
  }

  /** Looks at the part of the street that belongs to a Sozialraum. */
  lookAt(area: string) {
    const features = this.#street.getSource()?.getFeatures() ?? [];
    const own = features.filter((feature) => feature.get("area") === area);
    const extent = createEmpty();
    for (const feature of own) extend(extent, feature.getGeometry()?.getExtent() ?? []);
    if (!isEmpty(extent)) this.#look(extent, CLOSEST_ZOOM);
  }

  /** The Sozialraum whose house or piece of the street is pointed at. */
  #areaAt(at: number[]): string | null {
    const found = this.#street.getSource()?.getClosestFeatureToCoordinate(at);
    const [x, y] = found?.getGeometry()?.getClosestPoint(at) ?? [];
    const resolution = this.#map.getView().getResolution() ?? 1;
    if (x === undefined || y === undefined) return null;
    const apart = Math.hypot(x - (at[0] ?? 0), y - (at[1] ?? 0)) / resolution;
    return apart <= REACH_PX ? (found?.get("area") as string | null) : null;
  }

  /** Draws the borders of another day. */
  async #turnTo(day: string | null) {
    if (day === this.#day) return;
    this.#day = day;
    const { list, source } = await loadDistricts(day);
    if (day !== this.#day) return;
    this.districts.list = list;
    this.districts.source.clear();
    this.districts.source.addFeatures(source.getFeatures());
    this.#borders.setSource(borders(day));
    this.panel.dataset.day = day ?? "";
    this.#paint();
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
    this.#paintStreet();
    const own = this.districts.list.map(
      ({ id, index }) => [id, areaColour(colours, index)] as const,
    );
    this.asks.colours(new Map(own));
    const parts = this.#answer?.parts ?? [];
    fillLegend(find(this.panel, "#legend"), this.districts.list, colours, parts);
  }

  #paintStreet() {
    this.#street.setStyle(streetStyle(palette(), this.districts.list, this.#lit));
    this.panel.dataset.lit = this.#lit ?? "";
  }
}
