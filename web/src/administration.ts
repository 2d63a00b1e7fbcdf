import "./styles/main.scss";
import "./styles/administration.scss";
import "./script";
import { copyText } from "./copying";

const status = document.querySelector<HTMLElement>("#status");

document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLButtonElement>("[data-copies]");
  const field = document.getElementById(button?.dataset.copies ?? "");
  if (button && status && field instanceof HTMLTextAreaElement)
    void copyText(button, field, status);
});

// A double click sends a form once: twice would make two entries of one.
let sent: HTMLFormElement | null = null;
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (form.method !== "post") return;
  if (form === sent) event.preventDefault();
  else sent = form;
});
// Back in the history, the page comes as it was left.
window.addEventListener("pageshow", () => {
  sent = null;
});

// What has to be read first after a form was sent.
document.querySelector<HTMLElement>("#message")?.focus({ preventScroll: false });
