import { type Export, exportListSchema } from "@ashiato/core/api/schemas";
import { addDays } from "../report/calendar.ts";
import { ScriptError } from "../script-error.ts";
import type { FetchedExport } from "./check-exports.ts";
import { downloadExport } from "./download-export.ts";

/** Days asked for before the first and after the last date that may have an export: one too many must show. */
const marginDays = 7;

export type Fetching = {
  /** URL of the API without a path. */
  apiUrl: string;
  /** Bearer token of who fetches exports. */
  token: string;
  /** Business dates, `yyyy-MM-dd`, that must have an export. */
  dates: readonly string[];
  directory: string;
  signal: AbortSignal;
};

/** Fetches the current export of every date that has one, oldest date first, by the links that the API gives. Throws BadExport. */
export async function fetchExports(fetching: Fetching): Promise<FetchedExport[]> {
  const fetched: FetchedExport[] = [];
  for (const current of await listExports(fetching)) {
    const { date, version, rows, bytes, timeZone } = current;
    fetched.push({ date, version, rows, bytes, timeZone, path: await downloadExport(current, fetching) });
  }
  return fetched;
}

async function listExports({ apiUrl, token, dates, signal }: Fetching): Promise<Export[]> {
  const [first = "", last = first] = [dates.toSorted().at(0), dates.toSorted().at(-1)];
  const url = new URL("/v1/exports", apiUrl);
  url.searchParams.set("from", addDays(first, -marginDays));
  url.searchParams.set("to", addDays(last, marginDays));
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` }, signal });
  if (!answer.ok) {
    throw new ScriptError(
      "BadExport",
      `The API answers ${answer.status} to ${url.href}: ${await answer.text()}`,
    );
  }
  return exportListSchema.parse(await answer.json()).exports;
}
