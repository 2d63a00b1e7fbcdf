import "./administration";

/** How often is asked how far a file is, in milliseconds. */
const EVERY = 1500;

const form = document.querySelector<HTMLFormElement>("#send");
const file = document.querySelector<HTMLInputElement>("#file");
const tooLarge = document.querySelector<HTMLElement>("#file-size");

/** Whether the file is small enough; says so beside the field where it is not. */
function fits(input: HTMLInputElement): boolean {
  const size = input.files?.[0]?.size ?? 0;
  const large = size > Number(input.dataset.most);
  if (tooLarge) tooLarge.hidden = !large;
  if (large) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  return !large;
}

if (form && file) {
  file.addEventListener("change", () => fits(file));
  form.addEventListener("submit", (event) => {
    if (fits(file)) {
      const sending = document.querySelector<HTMLElement>("#sending");
      if (sending) sending.textContent = sending.dataset.text ?? "";
      return;
    }
    event.preventDefault();
    // Nothing was sent: it may be sent again.
    event.stopPropagation();
    file.focus();
  });
  window.addEventListener("pageshow", () => {
    const sending = document.querySelector<HTMLElement>("#sending");
    if (sending) sending.textContent = "";
  });
}

const moves = (batch: HTMLElement) => ["waiting", "running"].includes(batch.dataset.state ?? "");

/** Puts what has changed in its place: the page as the server renders it now. */
async function follow(batch: HTMLElement): Promise<HTMLElement> {
  const response = await fetch(location.href, { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const now = page.querySelector<HTMLElement>("#batch");
  if (!now) {
    // It is forgotten, or nobody is signed in any more.
    location.reload();
    return batch;
  }
  const hadFocus = batch.contains(document.activeElement);
  if (now.dataset.state === batch.dataset.state) {
    for (const [name, text] of changes(now)) {
      const place = batch.querySelector(`[data-part="${name}"]`);
      if (place) place.replaceWith(text);
    }
    return batch;
  }
  batch.replaceWith(now);
  if (hadFocus || !moves(now)) now.querySelector<HTMLElement>("#stage")?.focus();
  return now;
}

function* changes(page: HTMLElement): Generator<[string, Element]> {
  for (const part of page.querySelectorAll<HTMLElement>("[data-part]")) {
    yield [part.dataset.part ?? "", part];
  }
}

async function watch(first: HTMLElement) {
  let batch = first;
  while (moves(batch)) {
    await new Promise((done) => setTimeout(done, EVERY));
    // Without a connection it is asked again.
    batch = await follow(batch).catch(() => batch);
  }
}

const batch = document.querySelector<HTMLElement>("#batch");
if (batch) void watch(batch);
