import { type Claim, claimSchema, findSuperseding } from "@ashiato/core/claim";
import type { ExportDocument } from "@ashiato/core/export-document";
import { claimKey, type ExportName } from "@ashiato/core/keys";
import { Resource } from "sst";
import { FunctionError } from "../aws/function-error.ts";
import { readJson } from "../aws/objects.ts";
import { findExportsOfDate } from "../exports/find-exports.ts";

/** The export that another one gives way to. */
export type Superseding = Pick<ExportDocument, "version" | "run" | "rows">;

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

/** Returns the export that a claim's export with this many rows must give way to; undefined if it may become the current one. */
export async function supersedingExport(claim: Claim, rows: number): Promise<Superseding | undefined> {
  const found = await findExportsOfDate(Resource.Downloads.name, claim.date);
  const superseding = findSuperseding(
    claim,
    rows,
    found.map(({ document }) => document),
  );
  return superseding && { version: superseding.version, run: superseding.run, rows: superseding.rows };
}
