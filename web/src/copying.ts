import { script } from "../locales/de.json";

/** Copies the note next to a button; says so in the button itself. */
export async function copyNote(button: HTMLButtonElement, status: HTMLElement): Promise<void> {
  const note = document.querySelector<HTMLTextAreaElement>("#note-text");
  const label = button.querySelector<HTMLElement>(".kern-label");
  if (!note || !label) return;
  label.dataset.before ??= label.textContent ?? "";
  const copied = await navigator.clipboard.writeText(note.value).then(
    () => true,
    () => false,
  );
  if (!copied) {
    const details = note.closest("details");
    if (details) details.open = true;
    note.select();
  }
  label.textContent = copied ? script.copied : label.dataset.before;
  status.textContent = copied ? script.copied : script.copy_failed;
  window.setTimeout(() => {
    label.textContent = label.dataset.before ?? "";
  }, 2500);
}
