import { tokenParameters } from "../bearer-token.ts";
import type { PhoneBody } from "./adapted-reports.ts";

/**
 * Returns a body's text as it was read, or why it cannot be. What it is shows in the text: apps name wrong
 * Content-Types. A form's token is left out.
 */
export function readPhoneBody(text: string): PhoneBody | { kind: "unreadable"; message: string } {
  if (/^\s*[[{]/.test(text)) {
    try {
      return { kind: "json", value: JSON.parse(text) as unknown };
    } catch (error) {
      return { kind: "unreadable", message: `is no JSON: ${error instanceof Error ? error.message : ""}` };
    }
  }
  // A form has the name of its first field before an equals sign.
  return /^\s*[\w.[\]-]+=/.test(text)
    ? { kind: "form", fields: formFields(text) }
    : { kind: "unreadable", message: "is neither JSON nor a form" };
}

function formFields(text: string): Record<string, string> {
  const fields = new URLSearchParams(text.trim());
  return Object.fromEntries([...fields].filter(([name]) => !tokenParameters.has(name)));
}
