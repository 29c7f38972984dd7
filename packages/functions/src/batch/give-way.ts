import { type Claim, claimSchema, findSuperseding } from "@ashiato/core/daily-batch/claim";
import { countLateRows } from "@ashiato/core/export-document";
import type { Superseding } from "@ashiato/core/daily-batch/output";
import type { ExportName } from "@ashiato/core/export-keys";
import { claimKey } from "@ashiato/core/run-keys";
import { Resource } from "sst";
import { FunctionError } from "../errors.ts";
import { readJson } from "../aws/objects.ts";
import { findExportsOfDate } from "./find-exports.ts";

/** Returns the claim of an export. Throws InvalidInput if it belongs to another run. */
export async function readClaim({ date, run, version }: ExportName): Promise<Claim> {
  const claim = await readJson(Resource.Lake.name, claimKey(date, version), claimSchema);
  if (claim.run !== run) {
    throw new FunctionError(
      "InvalidInput",
      `Version ${version} of ${date} was claimed by run ${claim.run}, not by ${run}`,
    );
  }
  return claim;
}

/**
 * Returns the export to which a claim's export with this many rows must give way; undefined if it may become
 * the current one.
 */
export async function supersedingExport(claim: Claim, rows: number): Promise<Superseding | undefined> {
  const found = await findExportsOfDate(Resource.Downloads.name, claim.date);
  const superseding = findSuperseding(
    claim,
    rows,
    // An export holds what was read for each version that found it unchanged, or added a supplement to it.
    found.map(({ document, supplements, readAs }) => ({
      version: readAs,
      rows: document.rows + countLateRows(supplements),
      document,
    })),
  )?.document;
  return superseding && { version: superseding.version, run: superseding.run, rows: superseding.rows };
}
