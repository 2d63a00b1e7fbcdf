/** Fills `{name}` in a text of the catalogue in one pass, so that a value is never a placeholder. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}
