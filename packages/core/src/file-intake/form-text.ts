import type { FileForm } from "./receipt.ts";

const delimiterNames: Readonly<Record<string, string>> = { ",": "commas", ";": "semicolons", "\t": "tabs" };

/**
 * Returns how a file was read, for people: its kind and encoding; of a CSV the heading of each value of a
 * report, and the headings that were left out.
 */
export function formText({ file, kind, encoding, csv }: FileForm): string {
  const what = `${file === undefined ? "" : `${file}: `}${kind} in ${encoding}`;
  if (csv === undefined) {
    return what;
  }
  const columns = Object.entries(csv.columns).map(([key, heading]) => `${key} from ${heading}`);
  const unused = csv.unused.length === 0 ? "" : `; not used: ${csv.unused.join(", ")}`;
  return `${what}, delimited by ${delimiterNames[csv.delimiter] ?? csv.delimiter}, ${columns.join(", ")}${unused}`;
}
