import { createHash } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { Claim } from "@ashiato/core/daily-batch/claim";
import { csvwMetadata, csvwName } from "@ashiato/core/csvw";
import type { ExportDocument, ReadExport, Supplement } from "@ashiato/core/export-document";
import { conflictReason } from "@ashiato/core/export-sql";
import { supplementFileKey, supplementKey, supplementParquetKey } from "@ashiato/core/export-keys";
import { conflictsPrefix } from "@ashiato/core/rejected-keys";
import { partitionPrefix } from "@ashiato/core/store-keys";
import { headerOfExport } from "@ashiato/core/local-time";
import { conflictsCsv, type LateRows } from "@ashiato/core/late-rows";
import { Resource } from "sst";
import { createJson, writeJson } from "../aws/objects.ts";
import { s3 } from "../aws/s3.ts";
import { publishCounts } from "../aws/telemetry.ts";
import { parquetOfLines, parquetType } from "../batch/parquet-rows.ts";

/**
 * Writes a supplement of an export: its conflicts, its CSV, its Parquet if the export has some, and last its
 * document, under the number that
 * follows the supplements that the rows were compared with. Returns undefined if that number was taken
 * meanwhile: then the rows must be compared again.
 */
export async function writeSupplement(
  claim: Claim,
  { document, supplements }: ReadExport,
  { lines, conflicts }: Pick<LateRows, "lines" | "conflicts">,
): Promise<Supplement | undefined> {
  const { date, version, run, markers, completeThrough } = claim;
  const number = supplements.length + 1;
  await writeConflicts(claim, conflicts);
  const createdAt = new Date().toISOString();
  const written = await writeCsv(claim, lines, { ...document, createdAt });
  const supplement: Supplement = {
    date,
    version,
    run,
    supplementOf: document.version,
    number,
    rows: lines.length,
    conflicts: conflicts.length,
    ...written,
    ...(document.parquet !== undefined && {
      parquet: await writeParquet(supplementParquetKey(written.file.key), lines, document.localTime),
    }),
    createdAt,
    ...(completeThrough !== undefined && { completeThrough }),
    markers,
  };
  // Before the supplement exists, so that no conflict misses its alarm.
  publishCounts("publish", { conflicts: conflicts.length });
  const created = await createJson(Resource.Downloads.name, supplementKey(document, number), supplement);
  return created ? supplement : undefined;
}

/** The key says what the file holds: an attempt that has compared with more has a file of its own. */
async function writeCsv(
  claim: Claim,
  lines: readonly string[],
  of: ExportDocument,
): Promise<Pick<Supplement, "bytes" | "file">> {
  const body = Buffer.from([headerOfExport(of.localTime), ...lines, ""].join("\n"));
  const sha256 = createHash("sha256").update(body).digest("hex");
  const key = supplementFileKey(claim, sha256);
  const name = key.slice(key.lastIndexOf("/") + 1);
  const Bucket = Resource.Downloads.name;
  await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: body, ContentType: "text/csv" }));
  await writeJson(Bucket, csvwName(key), csvwMetadata({ ...of, url: name }));
  return { bytes: body.length, file: { key, name, rows: lines.length, bytes: body.length, sha256 } };
}

async function writeParquet(
  Key: string,
  lines: readonly string[],
  localTime: boolean,
): Promise<NonNullable<Supplement["parquet"]>> {
  const Body = parquetOfLines(lines, localTime);
  const { name: Bucket } = Resource.Downloads;
  await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: parquetType }));
  return { key: Key, bytes: Body.length };
}

async function writeConflicts(claim: Claim, rows: readonly string[]): Promise<void> {
  if (rows.length > 0) {
    const { date } = claim;
    const body = conflictsCsv(rows, { date, key: partitionPrefix(date), reason: conflictReason });
    const Key = `${conflictsPrefix(claim)}000.csv`;
    await s3.send(
      new PutObjectCommand({ Bucket: Resource.Lake.name, Key, Body: body, ContentType: "text/csv" }),
    );
  }
}
