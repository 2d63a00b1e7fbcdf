import type { Suggestion } from "./combobox/state";

/** Streets, addresses and places that may be meant. The text travels in the body, never in a URL. */
export async function suggest(text: string, signal: AbortSignal): Promise<Suggestion[]> {
  interface Found {
    label: string;
    text: string;
    street: string | null;
    house_number: string | null;
  }
  const { suggestions } = await post<{ suggestions: Found[] }>("/api/v1/suggest", { text }, signal);
  return suggestions.map(({ label, text, street, house_number }) => {
    if (street === null || house_number !== null) return { label, text, complete: true };
    // A street still lacks its number: there it is typed on, before a postcode or town. A number
    // that nobody knows is kept, and not asked for by itself.
    const rest = text.slice(street.length);
    if (rest.startsWith(" ")) return { label, text, complete: false };
    return { label, text: `${street} ${rest}`, complete: false, caret: street.length + 1 };
  });
}

/** Sends JSON and reads JSON. */
export async function post<Answer>(
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<Answer> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return (await response.json()) as Answer;
}

/** A part of a page as a piece of HTML, made from the same template as the whole page. */
export async function fragment(
  part: string,
  action: string,
  form: FormData,
  signal: AbortSignal,
): Promise<string> {
  const fields = new URLSearchParams();
  for (const [name, value] of form) if (typeof value === "string") fields.append(name, value);
  const response = await fetch(action, {
    method: "POST",
    headers: { "X-Fragment": part },
    body: fields,
    signal,
  });
  // A refused question is an answer too, with words of its own.
  if (!response.headers.get("X-Fragment")) throw new Error(`${part}: ${response.status}`);
  return response.text();
}
