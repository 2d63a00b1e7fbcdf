import { words } from "./words";

/** Copies the text of a field that belongs to a button; says so in the button itself. */
export async function copyText(
  button: HTMLButtonElement,
  field: HTMLTextAreaElement,
  status: HTMLElement,
): Promise<void> {
  const { script } = words();
  const label = button.querySelector<HTMLElement>(".kern-label");
  if (!label) return;
  label.dataset.before ??= label.textContent ?? "";
  const copied = await navigator.clipboard.writeText(field.value).then(
    () => true,
    () => false,
  );
  if (!copied) {
    const details = field.closest("details");
    if (details) details.open = true;
    field.select();
  }
  label.textContent = copied ? script.copied : label.dataset.before;
  status.textContent = copied ? script.copied : script.copy_failed;
  window.setTimeout(() => {
    label.textContent = label.dataset.before ?? "";
  }, 2500);
}
