import type { Suggestion } from "./combobox/state";

/** Streets and addresses that may be meant. The text travels in the body, never in a URL. */
export async function suggest(text: string, signal: AbortSignal): Promise<Suggestion[]> {
  const response = await fetch("/api/v1/suggest", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ text }),
    signal,
  });
  if (!response.ok) throw new Error(`suggest: ${response.status}`);
  const { suggestions } = (await response.json()) as { suggestions: Suggestion[] };
  return suggestions;
}

/** The answer as a piece of HTML, made from the same template as the whole page. */
export async function answer(action: string, form: FormData, signal: AbortSignal): Promise<string> {
  const fields = new URLSearchParams();
  for (const [name, value] of form) if (typeof value === "string") fields.set(name, value);
  const response = await fetch(action, {
    method: "POST",
    headers: { "X-Fragment": "answer" },
    body: fields,
    signal,
  });
  // A refused question is an answer too, with words of its own.
  if (!response.headers.get("X-Fragment")) throw new Error(`answer: ${response.status}`);
  return response.text();
}
