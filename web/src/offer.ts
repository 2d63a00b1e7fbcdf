import "./styles/main.scss";
import "./styles/offer.scss";
import "./script";
import { copyText } from "./copying";
import { keepOffline } from "./offline";
import { whenSeen } from "./seen";

keepOffline();

const status = document.querySelector<HTMLElement>("#status");

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  if (target.closest("#print")) window.print();
  const button = target.closest<HTMLButtonElement>("[data-copies]");
  const field = document.getElementById(button?.dataset.copies ?? "");
  if (button && status && field instanceof HTMLTextAreaElement)
    void copyText(button, field, status);
});

// What has to be read first after a form was sent.
document.querySelector<HTMLElement>("#message")?.focus();

const place = document.querySelector<HTMLElement>("#place-map");
if (place) whenSeen(place, () => void showPlace(place));

/** Draws the map of a place; the text beside it says the same. */
async function showPlace(panel: HTMLElement) {
  try {
    const { drawPlace } = await import("./map/place");
    drawPlace(panel);
  } catch (error) {
    panel.hidden = true;
    document.querySelector("#place-map-failed")?.removeAttribute("hidden");
    console.warn(error);
  }
}
