import { boundingExtent, type Extent } from "ol/extent";
import Feature, { type FeatureLike } from "ol/Feature";
import GeoJSON from "ol/format/GeoJSON";
import Point from "ol/geom/Point";
import VectorLayer from "ol/layer/Vector";
import type OlMap from "ol/Map";
import { fromLonLat, transformExtent } from "ol/proj";
import VectorSource from "ol/source/Vector";
import type { LonLat } from "../answer";
import { post } from "../api";
import { languageOf } from "../search";
import { baseLayer, paintBase } from "./base";
import { type Districts, districtStyle, loadDistricts } from "./districts";
import { CITY_PADDING, find, frame, look } from "./frame";
import { Popup, type Shown } from "./popup";
import { type Sign, signStyle } from "./signs";
import { painted, palette } from "./theme";

/** So close is looked at an entry, and at the entries near an address. */
const CLOSE_ZOOM = 16.5;
const DELAY_MS = 150;
/** How far from the middle of a sign a finger may be. */
const REACH_PX = 20;

/** What the results say about the map. */
interface MapData {
  /** The search again, as the API takes it. */
  search: object;
  start: LonLat | null;
  /** Whether the start is where somebody is. */
  own: boolean;
  sozialraum: string | null;
}

/** The map beside the list: the entries of its page with their numbers, and the others. */
export class OffersMap {
  readonly #map: OlMap;
  readonly #base;
  readonly #pins = new VectorSource();
  readonly #rest = new VectorSource();
  readonly #pinLayer = new VectorLayer({ className: "pins", source: this.#pins, zIndex: 11 });
  readonly #restLayer = new VectorLayer({ className: "rest", source: this.#rest, zIndex: 10 });
  readonly #city: Extent;
  readonly #popup: Popup;
  #data: MapData | null = null;
  #marked: number | null = null;
  #timer = 0;
  #request: AbortController | undefined;

  /** Builds the map into the panel that the server laid out. */
  static async create(panel: HTMLElement, toList: (number: number) => void): Promise<OffersMap> {
    return new OffersMap(panel, await loadDistricts(), toList);
  }

  private constructor(
    private readonly panel: HTMLElement,
    private readonly districts: Districts,
    toList: (number: number) => void,
  ) {
    const target = find(panel, "#map");
    this.#base = baseLayer(panel.dataset.attribution ?? "");
    this.#city = districts.source.getExtent() as Extent;
    this.#map = frame(panel, target, this.#city, [
      this.#base,
      districts.layer,
      this.#restLayer,
      this.#pinLayer,
    ]);
    this.#popup = new Popup(this.#map, target);
    this.#map.on("singleclick", ({ pixel }) => {
      const feature = this.#at(pixel);
      if (!feature) this.#popup.close();
      else if (feature.get("kind") === "pin") toList(feature.get("number") as number);
      else this.#open(feature);
    });
    this.#map.on("pointermove", ({ pixel, dragging }) => {
      if (dragging) return;
      const feature = this.#at(pixel);
      target.style.cursor = feature ? "pointer" : "";
      this.mark(feature?.get("kind") === "pin" ? (feature.get("number") as number) : null);
    });
    this.#map.on("moveend", () => this.#fetchSoon());
    find(panel, "#whole-city").addEventListener("click", () => this.#lookAtCity());
    painted(() => this.#paint());
  }

  /** Draws the results. */
  show(results: ParentNode) {
    const text = results.querySelector<HTMLElement>("[data-map]")?.dataset.map;
    this.#data = text ? (JSON.parse(text) as MapData) : null;
    this.#popup.close();
    this.#pins.clear();
    this.#rest.clear();
    const offers = [...results.querySelectorAll<HTMLElement>(".offer[data-lon]")];
    for (const offer of offers) {
      const { lon, lat, number } = offer.dataset;
      const geometry = new Point(fromLonLat([Number(lon), Number(lat)]));
      this.#pins.addFeature(new Feature({ geometry, kind: "pin", number: Number(number) }));
    }
    const start = this.#data?.start;
    if (start) {
      const geometry = new Point(fromLonLat(start));
      this.#pins.addFeature(new Feature({ geometry, kind: "place" }));
    }
    this.panel.dataset.pins = String(offers.length);
    this.#paint();
    const extent = this.#pins.getExtent();
    if (start && extent) look(this.#map, extent, CLOSE_ZOOM);
    else this.#lookAtCity();
    this.#fetchSoon();
  }

  /** Makes the pin of an entry stand out, and its entry in the list. */
  mark(number: number | null) {
    if (number === this.#marked) return;
    this.#marked = number;
    for (const offer of document.querySelectorAll(".offer--marked")) {
      offer.classList.remove("offer--marked");
    }
    if (number !== null) {
      document.querySelector(`#offer-${number}`)?.classList.add("offer--marked");
    }
    this.#pinLayer.changed();
  }

  /** Looks at an entry of the list. */
  lookAt(number: number) {
    const pin = this.#pins.getFeatures().find((one) => one.get("number") === number);
    const place = (pin?.getGeometry() as Point | undefined)?.getCoordinates();
    if (!place) return;
    this.mark(number);
    this.panel.scrollIntoView({ block: "nearest" });
    look(this.#map, boundingExtent([place]), CLOSE_ZOOM);
    const link = document.querySelector<HTMLAnchorElement>(`#offer-${number} h3 a`);
    if (link) this.#popup.open(place, [{ name: link.textContent ?? "", href: link.href }], false);
  }

  /** The sign at a point of the map; pins lie above the others. */
  #at(pixel: number[]): Feature | undefined {
    const coordinate = this.#map.getCoordinateFromPixel(pixel);
    if (!coordinate) return undefined;
    for (const source of [this.#pins, this.#rest]) {
      const sign = (feature: Feature) => feature.get("kind") !== "place";
      const feature = source.getClosestFeatureToCoordinate(coordinate, sign) as Feature | null;
      const place = (feature?.getGeometry() as Point | undefined)?.getCoordinates();
      const [x = 0, y = 0] = place ? (this.#map.getPixelFromCoordinate(place) ?? []) : [];
      const away = Math.hypot(x - (pixel[0] ?? 0), y - (pixel[1] ?? 0));
      if (feature && place && away <= REACH_PX) return feature;
    }
    return undefined;
  }

  /** A sign for several entries is looked at more closely, until they can be told apart. */
  #open(feature: FeatureLike) {
    const place = (feature.getGeometry() as Point).getCoordinates();
    const offers = feature.get("entries") as Shown[] | undefined;
    const view = this.#map.getView();
    if (offers) {
      this.#popup.open(place, offers, true);
    } else {
      const zoom = Math.min((view.getZoom() ?? 12) + 2, view.getMaxZoom());
      look(this.#map, boundingExtent([place]), zoom);
    }
  }

  #lookAtCity() {
    look(this.#map, this.#city, CLOSE_ZOOM, CITY_PADDING);
  }

  #fetchSoon() {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#fetch(), DELAY_MS);
  }

  /** Fetches the signs of the entries that are not on this page of the list. */
  async #fetch() {
    if (!this.#data) return;
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    const view = this.#map.getView();
    const shown = transformExtent(view.calculateExtent(), "EPSG:3857", "EPSG:4326");
    const question = {
      bbox: shown.map((degrees) => degrees.toFixed(6)).join(","),
      zoom: Math.round((view.getZoom() ?? 12) * 2) / 2,
      without_page: true,
      search: this.#data.search,
    };
    try {
      const found = await post<object>("/api/v1/resources/clusters", question, request.signal);
      const features = new GeoJSON().readFeatures(found, { featureProjection: "EPSG:3857" });
      for (const feature of features) this.#prepare(feature);
      this.#rest.clear();
      this.#rest.addFeatures(features);
      const counts = features.map((feature) => feature.get("count") as number);
      this.panel.dataset.rest = String(counts.reduce((sum, count) => sum + count, 0));
    } catch (error) {
      // The list has everything; what was drawn before stays.
      if (!request.signal.aborted) console.warn(error);
    }
  }

  #prepare(feature: Feature) {
    const single = feature.get("count") === 1;
    feature.set("kind", single ? "single" : "several");
    const entries = single ? [feature.getProperties()] : feature.get("entries");
    const lang = languageOf(location.href);
    const shown = (entry: { id: string; name: string }) => ({
      name: entry.name,
      href: lang ? `/angebot/${entry.id}?lang=${lang}` : `/angebot/${entry.id}`,
    });
    if (entries) feature.set("entries", entries.map(shown));
  }

  #paint() {
    const colours = palette();
    paintBase(this.#base, colours);
    const ratio = window.devicePixelRatio || 1;
    this.districts.layer.setStyle(districtStyle(colours, ratio, this.#data?.sozialraum ?? null));
    const style = signStyle(colours);
    const sign = (feature: FeatureLike): Sign => ({
      kind: feature.get("kind") as Sign["kind"],
      number: (feature.get("number") as number | undefined) ?? 0,
      count: (feature.get("count") as number | undefined) ?? 1,
      category: (feature.get("category") as string | undefined) ?? "",
      marked: feature.get("number") === this.#marked,
    });
    this.#pinLayer.setStyle((feature) => style(sign(feature)));
    this.#restLayer.setStyle((feature) => style(sign(feature)));
  }
}
