import { type Claim, claimSchema } from "@ashiato/core/daily-batch/claim";
import { exportDocumentSchema } from "@ashiato/core/export-document";
import { exportDatePrefix, parseExportDocumentKey } from "@ashiato/core/export-keys";
import { claimDatePrefix, claimKey, parseClaimKey } from "@ashiato/core/run-keys";
import { Resource } from "sst";
import { createJson, findJson, listKeys } from "../aws/objects.ts";

export type ClaimRequest = Pick<
  Claim,
  "date" | "run" | "round" | "rows" | "mode" | "markers" | "completeThrough"
>;

/**
 * Claims the next version of a date's export for a round of a run: one more than the highest that was claimed
 * or published. A repeated request finds the claim of the first, unless a higher version has been published
 * since. No number is given twice; a claim that never gets an export leaves a gap.
 */
export async function claimVersion(request: ClaimRequest): Promise<Claim> {
  const { date, run, round } = request;
  const bucket = Resource.Lake.name;
  for (;;) {
    const published = await publishedVersions(date);
    const claimed = await claimedVersions(date);
    const newest = Math.max(0, ...published);
    for (const version of claimed.filter((each) => each > newest)) {
      const claim = await findJson(bucket, claimKey(date, version), claimSchema);
      if (claim?.run === run && claim.round === round) {
        return claim;
      }
    }
    const version = Math.max(newest, ...claimed) + 1;
    const claim = { ...request, version, claimedAt: new Date().toISOString(), published };
    if (await createJson(bucket, claimKey(date, version), claim)) {
      return claim;
    }
  }
}

async function claimedVersions(date: string): Promise<number[]> {
  const versions: number[] = [];
  for await (const key of listKeys(Resource.Lake.name, claimDatePrefix(date))) {
    versions.push(parseClaimKey(key)?.version ?? 0);
  }
  return versions;
}

/** Returns the versions of the date's exports, in ascending order. */
async function publishedVersions(date: string): Promise<number[]> {
  const bucket = Resource.Downloads.name;
  const versions: number[] = [];
  for await (const key of listKeys(bucket, exportDatePrefix(date))) {
    const name = parseExportDocumentKey(key);
    if (name !== undefined) {
      const version = name.version ?? (await findJson(bucket, key, exportDocumentSchema))?.version;
      // Undefined only if it expired since it was listed.
      versions.push(...(version === undefined ? [] : [version]));
    }
  }
  return versions.toSorted((a, b) => a - b);
}
