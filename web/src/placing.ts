import type { Extent } from "ol/extent";
import Feature from "ol/Feature";
import Point from "ol/geom/Point";
import Translate from "ol/interaction/Translate";
import { fromLonLat, toLonLat } from "ol/proj";
import { baseLayer, paintBase } from "./map/base";
import { districtStyle, loadDistricts } from "./map/districts";
import { find, frame } from "./map/frame";
import { markLayer, markStyle } from "./map/marks";
import { painted, palette } from "./map/theme";
import { words } from "./words";

/** How close a place is looked at. */
const CLOSE_ZOOM = 17;
/** How far an arrow key moves the mark, in pixels of the map. */
const STEP_PX = 4;
const FAR_STEP_PX = 40;
/** Digits behind the point of a degree: a tenth of a metre. */
const DIGITS = 6;

/** A map on which a place is set; the fields for the degrees hold what the form sends. */
export async function placing(panel: HTMLElement) {
  const lon = find<HTMLInputElement>(panel, "#lon");
  const lat = find<HTMLInputElement>(panel, "#lat");
  const area = find<HTMLElement>(panel, "#area");
  const target = find<HTMLElement>(panel, "#map");
  const texts = words();
  const districts = await loadDistricts();
  const base = baseLayer(panel.dataset.attribution ?? "");
  const marks = markLayer();
  const mark = new Feature({ kind: "place" });
  marks.getSource()?.addFeature(mark);
  const city = districts.source.getExtent() as Extent;
  const drag = new Translate({ layers: [marks], hitTolerance: 12 });
  const map = frame(panel, target, city, [base, districts.layer, marks], drag);
  const view = map.getView();

  const typed = () => {
    const [east, north] = [lon, lat].map((field) => Number(field.value.replace(",", ".")));
    const filled = lon.value.trim() !== "" && lat.value.trim() !== "";
    const there = filled && Number.isFinite(east) && Number.isFinite(north);
    return there ? fromLonLat([east ?? 0, north ?? 0]) : undefined;
  };
  const show = () => {
    const place = typed();
    mark.setGeometry(place && new Point(place));
    // Where the mark is drawn, for whoever cannot see the map.
    panel.dataset.marks = place ? "1" : "0";
    return place;
  };
  const say = () => {
    const place = typed();
    const inside = place && districts.source.getFeaturesAtCoordinate(place)[0];
    area.textContent = inside
      ? texts.placing.inside.replace("{name}", inside.get("name") as string)
      : texts.placing.outside;
  };
  const put = (coordinate: number[]) => {
    const [east, north] = toLonLat(coordinate);
    if (east === undefined || north === undefined) return;
    lon.value = east.toFixed(DIGITS);
    lat.value = north.toFixed(DIGITS);
    show();
    say();
  };

  map.on("singleclick", (event) => put(event.coordinate));
  drag.on("translateend", () => {
    const moved = mark.getGeometry();
    if (moved instanceof Point) put(moved.getCoordinates());
  });
  for (const field of [lon, lat]) {
    field.addEventListener("change", () => {
      const place = show();
      say();
      if (place) view.setCenter(place);
    });
  }
  target.addEventListener("keydown", (event) => {
    const zoom = view.getZoom() ?? CLOSE_ZOOM;
    if (event.key === "+" || event.key === "-") {
      view.setZoom(zoom + (event.key === "+" ? 1 : -1));
      event.preventDefault();
      return;
    }
    const step = (event.shiftKey ? FAR_STEP_PX : STEP_PX) * (view.getResolution() ?? 1);
    const [x, y] = typed() ?? view.getCenter() ?? [0, 0];
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, step],
      ArrowDown: [0, -step],
    };
    const move = moves[event.key];
    if (!move || x === undefined || y === undefined) return;
    event.preventDefault();
    const to = [x + move[0], y + move[1]];
    put(to);
    view.setCenter(to);
  });

  painted(() => {
    const colours = palette();
    paintBase(base, colours);
    districts.layer.setStyle(districtStyle(colours, window.devicePixelRatio || 1, null));
    marks.setStyle(markStyle(colours));
  });
  const place = show();
  if (place) {
    view.setCenter(place);
    view.setZoom(CLOSE_ZOOM);
  }
}
