import { isValidToken } from "@ashiato/core/bearer-token";
import type { StageToken } from "@ashiato/core/clients/rights";
import { Resource } from "sst";

/** Returns whether a token is one of the two of the stage that are valid for a kind. */
export function isStageToken(token: string, kind: StageToken): boolean {
  return isValidToken(token, validTokens(kind));
}

/** Returns the tokens of a kind; an empty one is none. */
export function validTokens(kind: StageToken): string[] {
  switch (kind) {
    case "ingest":
      return [Resource.IngestToken.value, Resource.IngestTokenNext.value];
    case "download":
      return [Resource.DownloadToken.value, Resource.DownloadTokenNext.value];
  }
}
