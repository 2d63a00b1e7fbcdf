import "./styles/main.scss";
import "./styles/resources.scss";
import "./script";
import type { OffersMap } from "./map/offers";
import { keepOffline } from "./offline";
import { showChosen } from "./panel";
import { ResultsRegion } from "./results";
import { SearchField } from "./search";
import { whenSeen } from "./seen";

keepOffline();

const form = document.querySelector<HTMLFormElement>("#search");
const region = document.querySelector<HTMLElement>("#results");
const status = document.querySelector<HTMLElement>("#status");

if (form && region && status) start(form, region, status);

function start(form: HTMLFormElement, region: HTMLElement, status: HTMLElement) {
  let map: OffersMap | undefined;
  let loading: Promise<void> | undefined;
  const results = new ResultsRegion(region, status, form.action, (link) => {
    showChosen(form, new URL(link, location.href).searchParams);
    map?.show(region);
  });

  const field = new SearchField(form, status, (category) => {
    const box = form.querySelector<HTMLInputElement>(`input[value="${category}"]`);
    if (box) box.checked = true;
    form.requestSubmit();
  });

  /** Set while a condition is changed: the reader stays where they are. */
  let quiet = false;
  document.addEventListener("submit", (event) => {
    const sent = event.target;
    if (!(sent instanceof HTMLFormElement)) return;
    if (sent !== form && sent.dataset.search === undefined) return;
    event.preventDefault();
    field.close();
    const own = new FormData(sent, event.submitter);
    const fields = sent === form ? own : new FormData(form);
    if (sent !== form) {
      // A small form says what is meant; the conditions stay.
      for (const [name, value] of own) fields.set(name, value);
      field.value = String(own.get("was") ?? "");
      for (const name of ["lon", "lat", "accuracy"]) fields.delete(name);
    }
    void results.ask(fields, !quiet);
  });
  form.querySelector("#filters")?.addEventListener("change", () => {
    quiet = true;
    form.requestSubmit();
    quiet = false;
  });

  region.addEventListener("click", (event) => {
    const button = (event.target as Element).closest("[data-show]");
    const offer = button?.closest<HTMLElement>(".offer");
    if (offer) void loadMap().then(() => map?.lookAt(Number(offer.dataset.number)));
  });
  for (const kind of ["pointerover", "focusin"]) {
    region.addEventListener(kind, (event) => {
      const offer = (event.target as Element).closest<HTMLElement>(".offer");
      map?.mark(offer ? Number(offer.dataset.number) : null);
    });
  }

  const panel = document.querySelector<HTMLElement>("#map-panel");
  const load = async () => {
    if (!panel) return;
    try {
      const { OffersMap } = await import("./map/offers");
      map = await OffersMap.create(panel, (number) => results.show(number));
      map.show(region);
    } catch (error) {
      panel.dataset.state = "failed";
      console.warn(error);
    }
  };
  const loadMap = () => {
    loading ??= load();
    return loading;
  };
  // The map comes when the list works already, and somebody can see it or asks for it.
  if (panel) whenSeen(panel, () => void loadMap());
}
