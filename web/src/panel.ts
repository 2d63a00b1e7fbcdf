/** Shows in the panel what is chosen, as a link says it: conditions are taken back elsewhere, too. */
export function showChosen(form: HTMLFormElement, chosen: URLSearchParams) {
  const values = (name: string) => chosen.getAll(name).flatMap((value) => value.split(","));
  for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>(
    "#filters :is(input, select)",
  )) {
    const [first = ""] = values(field.name);
    if (field instanceof HTMLSelectElement) {
      const there = [...field.options].some(({ value }) => value === first);
      field.value = there ? first : "";
    } else if (field.type === "checkbox") {
      field.checked = values(field.name).includes(field.value);
    } else {
      // "now" and "today" are no times.
      field.value = field.type === "datetime-local" && !first.includes("T") ? "" : first;
    }
  }
  for (const kept of form.querySelectorAll<HTMLInputElement>(
    "input[name=principle], input[name=region]",
  )) {
    if (!chosen.has(kept.name)) kept.remove();
  }
  const count = form.querySelector<HTMLElement>("#filter-count");
  if (!count) return;
  const number = [...chosen.keys()].filter((name) => name !== "lang").length;
  count.textContent = String(number);
  count.hidden = number === 0;
}
