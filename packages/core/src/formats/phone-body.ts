import { tokenParameters } from "../bearer-token.ts";
import type { PhoneBody } from "./adapted-reports.ts";

/**
 * Reads the text of a body, or returns why it cannot be read. Detects the kind from the text, because apps
 * send wrong Content-Types. Omits the token of a form.
 */
export function readPhoneBody(text: string): PhoneBody | { kind: "unreadable"; message: string } {
  if (/^\s*[[{]/.test(text)) {
    try {
      return { kind: "json", value: JSON.parse(text) as unknown };
    } catch (error) {
      return { kind: "unreadable", message: `is not JSON: ${error instanceof Error ? error.message : ""}` };
    }
  }
  // A form begins with the name of a field and an equals sign.
  return /^\s*[\w.[\]-]+=/.test(text)
    ? { kind: "form", fields: formFields(text) }
    : { kind: "unreadable", message: "is neither JSON nor a form" };
}

function formFields(text: string): Record<string, string> {
  const fields = new URLSearchParams(text.trim());
  return Object.fromEntries([...fields].filter(([name]) => !tokenParameters.has(name)));
}
