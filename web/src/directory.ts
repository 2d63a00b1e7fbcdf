import "./administration";
import { suggest } from "./api";
import { enhance } from "./combobox/combobox";

// The field for a street offers streets alone: a rule names its numbers beside it.
const street = document.querySelector<HTMLInputElement>("#rule #street");
const status = document.querySelector<HTMLElement>("#status");

if (street && status) {
  street.parentElement?.classList.add("suggested");
  const streets = async (text: string, signal: AbortSignal) => {
    const found = await suggest(text, signal);
    return found
      .filter(({ complete }) => !complete)
      .map(({ text }) => ({ label: text.trim(), text: text.trim(), complete: true }));
  };
  enhance(street, status, streets, () => {
    document.querySelector<HTMLElement>("#numbers")?.focus();
  });
}

// A large file takes some seconds: say that it is worked on.
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  const busy = form.querySelector<HTMLElement>(".busy");
  if (!busy || event.defaultPrevented) return;
  busy.hidden = false;
  form.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) {
    form.removeAttribute("aria-busy");
    const busy = form.querySelector<HTMLElement>(".busy");
    if (busy) busy.hidden = true;
  }
});
