import "./styles/main.scss";
import "./script";
import { AnswerRegion, mapAnswer } from "./answer";
import { suggest } from "./api";
import { enhance } from "./combobox/combobox";
import { copyText } from "./copying";
import type { AnswerMap } from "./map/map";
import { Recent } from "./recent";
import { whenSeen } from "./seen";

const form = document.querySelector<HTMLFormElement>("#ask");
const input = document.querySelector<HTMLInputElement>("#address");
const region = document.querySelector<HTMLElement>("#answer");
const status = document.querySelector<HTMLElement>("#status");
const list = document.querySelector<HTMLElement>("#recent");

if (form && input && region && status && list) start(form, input, region, status, list);

function start(
  form: HTMLFormElement,
  input: HTMLInputElement,
  region: HTMLElement,
  status: HTMLElement,
  list: HTMLElement,
) {
  let map: AnswerMap | undefined;
  const answers = new AnswerRegion(region, status, input, form.action, (answer) =>
    map?.show(answer),
  );
  const day = form.querySelector<HTMLInputElement>("[name=as_of]");

  const askWith = async (fields: FormData, focus: boolean) => {
    // What asks for a day of its own turns the whole page to it.
    const own = fields.get("as_of");
    if (day && typeof own === "string") day.value = own;
    else fields.set("as_of", day?.value ?? "");
    if (await answers.ask(fields, focus)) recent.add(fields, region);
  };

  /** Asks with the fields of another form than that of the page, which then shows the same. */
  const askAgain = (fields: FormData) => {
    input.value = line(fields);
    void askWith(fields, true);
  };

  const recent = new Recent(list, status, askAgain, input);
  const combobox = enhance(input, status, suggest, () => form.requestSubmit());

  // What came with the page, asked on another one or before the script was there.
  recent.add(new FormData(form), region);

  // The form itself, and the small forms of candidates and examples.
  document.addEventListener("submit", (event) => {
    const sent = event.target;
    if (!(sent instanceof HTMLFormElement) || sent.dataset.ask === undefined) return;
    event.preventDefault();
    combobox.close();
    const fields = new FormData(sent);
    if (sent === form) void askWith(fields, true);
    else askAgain(fields);
  });

  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const button = target.closest<HTMLButtonElement>("[data-copy-note]");
    const note = document.querySelector<HTMLTextAreaElement>("#note-text");
    if (button && note) void copyText(button, note, status);
    const area = target.closest("[data-show-area]") && areaOf(target);
    if (area) void showArea(area);
  });

  // A row of the ranges and its part of the street on the map stand out together.
  // What is pointed at goes before what has the focus.
  const light = (pointed: string | null) => {
    const area = pointed ?? areaOf(document.activeElement);
    for (const row of region.querySelectorAll<HTMLElement>("[data-area]")) {
      row.classList.toggle("range--lit", row.dataset.area === area);
    }
    map?.light(area);
  };
  // The numbers of the rows have the colours of their parts.
  const colour = (of: ReadonlyMap<string, string>) => {
    for (const row of region.querySelectorAll<HTMLElement>("[data-area]")) {
      row.style.setProperty("--mark", of.get(row.dataset.area ?? "") ?? null);
    }
  };
  const areaOf = (target: EventTarget | null) =>
    target instanceof Element
      ? (target.closest<HTMLElement>("[data-area]")?.dataset.area ?? null)
      : null;
  for (const begins of ["pointerover", "focusin"]) {
    region.addEventListener(begins, (event) => light(areaOf(event.target)));
  }
  region.addEventListener("pointerleave", () => light(null));
  region.addEventListener("focusout", (event) => light(areaOf(event.relatedTarget)));

  const askPlace = (lon: number, lat: number) => {
    const fields = new FormData();
    fields.set("lon", lon.toFixed(6));
    fields.set("lat", lat.toFixed(6));
    input.value = "";
    void askWith(fields, false);
  };

  const panel = document.querySelector<HTMLElement>("#map-panel");
  let loading: Promise<void> | null = null;
  const load = async (panel: HTMLElement) => {
    try {
      const { AnswerMap } = await import("./map/map");
      map = await AnswerMap.create(panel, { place: askPlace, area: light, colours: colour });
      map.show(mapAnswer(region));
    } catch (error) {
      panel.dataset.state = "failed";
      console.warn(error);
    }
  };
  const loaded = (panel: HTMLElement) => (loading ??= load(panel));
  // The map comes when the form works already, and somebody can see it.
  if (panel) whenSeen(panel, () => void loaded(panel));

  // On a phone the map lies far below the rows.
  const showArea = async (area: string) => {
    if (!panel) return;
    panel.scrollIntoView({ block: "nearest" });
    await loaded(panel);
    map?.lookAt(area);
  };
}

/** What the field for the address shows of a question. */
function line(fields: FormData): string {
  const get = (name: string) => String(fields.get(name) ?? "").trim();
  if (!get("street")) return get("address");
  const numbered = `${get("street")} ${get("house_number")}`.trim();
  return get("town") ? `${numbered}, ${get("town")}` : numbered;
}
