import type { Claim } from "@ashiato/core/daily-batch/claim";
import { removedConflicts } from "@ashiato/core/daily-batch/compaction";
import { balanceExport } from "@ashiato/core/daily-batch/ledger";
import { exportVersion } from "@ashiato/core/columns";
import { csvwMetadata, csvwName } from "@ashiato/core/csvw";
import {
  type DeviceIndex,
  type ExportDocument,
  exportDocumentSchema,
  type VersionDocument,
  versionDocumentSchema,
} from "@ashiato/core/export-document";
import { deviceIndexKey, exportDocumentKey, type UnloadName } from "@ashiato/core/export-keys";
import { Resource } from "sst";
import { createJson, findJson, readJson, writeJson } from "../aws/objects.ts";
import { publishCounts } from "../aws/telemetry.ts";
import { readCompaction } from "../batch/compaction-record.ts";
import { findExportsOfDate } from "../batch/find-exports.ts";
import { FunctionError } from "../errors.ts";
import { countConflicts, knownConflicts } from "./conflicts.ts";
import { isCopy } from "./copy.ts";
import { inspectParquet } from "../batch/parquet-files.ts";
import { inspectUnloaded } from "./unloaded-files.ts";

/** An UNLOAD to make a version of, and what was counted of the partition. */
export type Unloading = UnloadName & { counts: { rows: number; reports: number; conflicts: number } };

/** What a version got, and the export that holds its rows: its own, or the earlier one that it repeats. */
export type WrittenVersion = { result: "published" | "unchanged"; document: ExportDocument };

/**
 * Checks the files of an UNLOAD and writes the version's `export.json`: an export, or, where rows and
 * conflicts are those of the current one, that it is unchanged. The document is written once. One that is
 * there already stays: this is a repetition. Throws LedgerMismatch, ExportUnreadable.
 */
export async function writeVersion(unloading: Unloading, claim: Claim): Promise<WrittenVersion> {
  const bucket = Resource.Downloads.name;
  const key = exportDocumentKey(unloading);
  const known = await findJson(bucket, key, versionDocumentSchema);
  if (known !== undefined) {
    return await resolved(bucket, known);
  }
  const made = await makeDocument(unloading, claim);
  return (await createJson(bucket, key, made))
    ? await resolved(bucket, made)
    : await resolved(bucket, await readJson(bucket, key, versionDocumentSchema));
}

async function makeDocument(unloading: Unloading, claim: Claim): Promise<VersionDocument> {
  const { run, date, version, counts } = unloading;
  const bucket = Resource.Downloads.name;
  const { files, checksum, manifest, found, index } = await inspectUnloaded(
    bucket,
    unloading,
    counts.reports,
  );
  const parquet = Resource.Settings.parquet ? await inspectParquet(bucket, unloading) : undefined;
  balanceExport({
    date,
    partitionRows: counts.rows,
    partitionReports: counts.reports,
    partitionConflicts: counts.conflicts,
    writtenRows: claim.rows,
    manifest,
    files: found,
    parquetRows: parquet?.files.reduce((sum, { rows }) => sum + rows, 0),
    conflictRows: await countConflicts(Resource.Lake.name, unloading),
  });
  const name = {
    date,
    version,
    run,
    createdAt: new Date().toISOString(),
    completeThrough: claim.completeThrough,
  };
  // Compactions take what was put aside out of the partition; it is a conflict of the date nevertheless.
  const conflicts = counts.conflicts + removedConflicts((await readCompaction(date)).value);
  const document: ExportDocument = exportDocumentSchema.parse({
    ...name,
    ...found,
    conflicts,
    checksum,
    timeZone: Resource.Settings.timeZone,
    schemaVersion: exportVersion,
    localTime: Resource.Settings.localTime,
    indexed: true,
    files,
    parquet,
  });
  const current = (await findExportsOfDate(bucket, date))[0];
  // An export with supplements is made anew to hold their rows, and then has others.
  if (current !== undefined && (await isCopy(bucket, document, current.document))) {
    return { ...name, unchangedSince: current.document.version };
  }
  await writeJson(bucket, deviceIndexKey(unloading), index satisfies DeviceIndex);
  await Promise.all(files.map((file) => describeFile(bucket, file, document)));
  // Before the export exists: a publish that is repeated after a crash in between counts them again, so that
  // none misses its alarm.
  publishCounts("publish", {
    conflicts: Math.max(0, conflicts - (await knownConflicts(bucket, unloading))),
  });
  return document;
}

async function resolved(bucket: string, document: VersionDocument): Promise<WrittenVersion> {
  if ("files" in document) {
    return { result: "published", document };
  }
  const { date, version, unchangedSince } = document;
  const found = (await findExportsOfDate(bucket, date)).find(
    (each) => each.document.version === unchangedSince,
  );
  if (found === undefined) {
    throw new FunctionError(
      "ExportUnreadable",
      `Version ${version} of ${date} is unchanged since version ${unchangedSince}, which is not there any more`,
    );
  }
  return { result: "unchanged", document: found.document };
}

/** Puts a description of a CSV beside it, for programs that read data without a person. */
async function describeFile(
  bucket: string,
  { key, name }: ExportDocument["files"][number],
  document: ExportDocument,
): Promise<void> {
  await writeJson(bucket, csvwName(key), csvwMetadata({ ...document, url: name }));
}
