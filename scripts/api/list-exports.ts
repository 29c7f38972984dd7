import { type ExportList, exportListSchema } from "@ashiato/core/api/schemas";
import { type ApiAccess, askApi } from "./ask-api.ts";

/** Parameters of `GET /v1/exports`; the API's defaults where absent. */
export type ListedRange = {
  from?: string | undefined;
  to?: string | undefined;
  versions?: "all" | undefined;
};

/**
 * Returns the exports of a range of dates, from all pages of the API's answer. Throws an Error with the API's
 * own message.
 */
export async function listExports(
  stage: ApiAccess,
  range: ListedRange,
  signal: AbortSignal,
): Promise<Omit<ExportList, "next">> {
  const given = Object.entries(range).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const path = `/v1/exports?${new URLSearchParams(given).toString()}`;
  const { next, ...list } = await askApi(stage, path, { schema: exportListSchema, signal });
  for (let url = next; url !== undefined;) {
    const page: ExportList = await askApi(stage, url, { schema: exportListSchema, signal });
    list.exports.push(...page.exports);
    list.olderVersions += page.olderVersions;
    url = page.next;
  }
  return list;
}
