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

// What has to be read first after a form was sent.
document.querySelector<HTMLElement>("#message")?.focus({ preventScroll: false });
