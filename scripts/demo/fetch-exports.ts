import { type Export, exportListSchema } from "@ashiato/core/api/schemas";
import { addDays } from "../report/calendar.ts";
import { ScriptError } from "../script-error.ts";
import type { FetchedExport } from "./check-exports.ts";
import { downloadExport } from "./download-export.ts";

/** Days to list before the first and after the last expected date, so that an unexpected export shows up. */
const marginDays = 7;

export type Fetching = {
  /** URL of the API without a path. */
  apiUrl: string;
  /** Bearer token for fetching exports. */
  token: string;
  /** Business dates, `yyyy-MM-dd`, that must have an export. */
  dates: readonly string[];
  directory: string;
  signal: AbortSignal;
};

/**
 * Fetches the current export of every date that has one, oldest date first, through the links in the API's
 * answer. Throws BadExport when the list or a link is refused or a file differs.
 */
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
      `The API answered ${answer.status} to ${url.href}: ${await answer.text()}`,
    );
  }
  return exportListSchema.parse(await answer.json()).exports;
}
