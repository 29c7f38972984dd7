import type { Export } from "@ashiato/core/api/schemas";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { apiUrl } from "../http/api-url.ts";
import { hasLimitedDownloads } from "../http/caller.ts";

/**
 * Returns an export as its caller may have it: with signed links, or for a client whose downloads are limited
 * with links to the route that counts them, because a signed one can be followed uncounted. No route counts
 * Parquet, which such a client gets by a feed.
 */
export function countedLinks(event: APIGatewayProxyEventV2, shown: Export): Export {
  if (!hasLimitedDownloads(event)) {
    return shown;
  }
  const { date, version, files, supplements } = shown;
  const csv = `${apiUrl(event)}/v1/exports/${date}/csv?version=${version}`;
  return {
    ...shown,
    files: files.map((file, index) => ({ ...file, url: `${csv}&file=${index + 1}` })),
    parquet: [],
    supplements: supplements.map(({ parquet: _parquet, ...each }) => ({
      ...each,
      file: { ...each.file, url: `${csv}&supplement=${each.number}` },
    })),
  };
}
