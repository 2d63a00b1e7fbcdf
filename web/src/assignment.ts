import "./styles/main.scss";
import "./script";
import { AnswerRegion, mapAnswer } from "./answer";
import { suggest } from "./api";
import { enhance } from "./combobox/combobox";
import { copyText } from "./copying";
import type { AnswerMap } from "./map/map";
import { whenSeen } from "./seen";

const form = document.querySelector<HTMLFormElement>("#ask");
const input = document.querySelector<HTMLInputElement>("#address");
const region = document.querySelector<HTMLElement>("#answer");
const status = document.querySelector<HTMLElement>("#status");

if (form && input && region && status) start(form, input, region, status);

function start(
  form: HTMLFormElement,
  input: HTMLInputElement,
  region: HTMLElement,
  status: HTMLElement,
) {
  let map: AnswerMap | undefined;
  const answers = new AnswerRegion(region, status, input, form.action, (answer) =>
    map?.show(answer),
  );

  const askWith = (fields: FormData, focus: boolean) => {
    const day = new FormData(form).get("as_of");
    if (day && !fields.has("as_of")) fields.set("as_of", day);
    return answers.ask(fields, focus);
  };

  const combobox = enhance(input, status, suggest, () => form.requestSubmit());

  // The form itself, and the small forms of candidates and examples.
  document.addEventListener("submit", (event) => {
    const sent = event.target;
    if (!(sent instanceof HTMLFormElement) || sent.dataset.ask === undefined) return;
    event.preventDefault();
    combobox.close();
    const fields = new FormData(sent);
    const address = fields.get("address");
    if (sent !== form) input.value = typeof address === "string" ? address : "";
    void askWith(fields, true);
  });

  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-copy-note]");
    const note = document.querySelector<HTMLTextAreaElement>("#note-text");
    if (button && note) void copyText(button, note, status);
  });

  const askPlace = (lon: number, lat: number) => {
    const fields = new FormData();
    fields.set("lon", lon.toFixed(6));
    fields.set("lat", lat.toFixed(6));
    input.value = "";
    void askWith(fields, false);
  };

  const panel = document.querySelector<HTMLElement>("#map-panel");
  if (panel) {
    // The map comes when the form works already, and somebody can see it.
    const load = async () => {
      try {
        const { AnswerMap } = await import("./map/map");
        map = await AnswerMap.create(panel, askPlace);
        map.show(mapAnswer(region));
      } catch (error) {
        panel.dataset.state = "failed";
        console.warn(error);
      }
    };
    whenSeen(panel, () => void load());
  }
}
