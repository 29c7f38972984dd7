import { batchMarkerSchema, batchResultSchema } from "@ashiato/core/daily-batch/batch";
import { type Compaction, compactionSchema } from "@ashiato/core/daily-batch/compaction";
import { type ExportName, parseExportDocumentKey } from "@ashiato/core/export-keys";
import { batchPrefix, isRequest, parseRunExportKey, runPrefix } from "@ashiato/core/run-keys";
import { compactionPrefix, parseCompactionKey } from "@ashiato/core/store-keys";
import type { DateRange } from "@ashiato/core/partition-sql";
import type { RecordedFile } from "@ashiato/core/reconcile/stored-date";
import * as z from "zod";
import { findJson, listKeys, listObjects, type ListedObject, readJson } from "../aws/objects.ts";
import { collect } from "../batch/collect.ts";
import { inTurn } from "../batch/in-turn.ts";
import { listPendingDates } from "../batch/pending-dates.ts";

/** Returns the files of a range of dates that batches recorded, by date. */
export async function readRecordedFiles(
  bucket: string,
  { from, to }: DateRange,
): Promise<Map<string, RecordedFile[]>> {
  const keys = await collect(listKeys(bucket, batchPrefix));
  const files = await inTurn(keys, async (key) => {
    // Undefined only if it expired since it was listed.
    const { dates = [] } = (await findJson(bucket, key, batchResultSchema)) ?? {};
    return dates
      .filter(({ date }) => date >= from && date <= to)
      .map(({ date, ...file }) => ({ date, file }));
  });
  return new Map(
    [...Map.groupBy(files, ({ date }) => date)].map(([date, of]) => [date, of.map(({ file }) => file)]),
  );
}

/**
 * Returns the records of compactions of a range of dates, by date.
 */
export async function readCompactions(
  bucket: string,
  { from, to }: DateRange,
): Promise<Map<string, Compaction>> {
  const keys = await collect(listKeys(bucket, compactionPrefix));
  const records = await inTurn(
    keys.filter((key) => {
      const date = parseCompactionKey(key)?.date ?? "";
      return date >= from && date <= to;
    }),
    async (key) => [await readJson(bucket, key, compactionSchema)],
  );
  return new Map(records.map((record) => [record.date, record]));
}

/** Returns the objects that markers name, by date, and all dates that have a marker. */
export async function readPending(
  bucket: string,
): Promise<{ pendingKeys: Map<string, string[]>; pendingDates: Set<string> }> {
  const markers = await listPendingDates(bucket);
  const pendingKeys = new Map<string, string[]>();
  for (const [date, keys] of markers) {
    const named = await inTurn(
      keys.filter((key) => !isRequest(key)),
      async (key) => {
        const marker = await findJson(bucket, key, batchMarkerSchema);
        return marker === undefined ? [] : [marker.key];
      },
    );
    pendingKeys.set(date, named);
  }
  return { pendingKeys, pendingDates: new Set(markers.keys()) };
}

/** Only these results of a version's publication leave an `export.json`. */
const publicationSchema = z.object({ result: z.string() });
const leavingDocument = new Set(["published", "unchanged"]);

/** Returns the versions that runs recorded as published, without those whose `export.json` is there. */
export async function readPublished(
  bucket: string,
  {
    from,
    to,
    since,
    exportedOf,
  }: DateRange & { since: string; exportedOf: ReadonlyMap<string, readonly ListedObject[]> },
): Promise<Map<string, ExportName[]>> {
  const there = new Set(
    [...exportedOf.values()].flat().flatMap(({ key }) => {
      const name = parseExportDocumentKey(key);
      return name === undefined ? [] : [`${name.date} ${name.run} ${name.version}`];
    }),
  );
  const unseen: { key: string; name: ExportName }[] = [];
  for await (const { key, modified } of listObjects(bucket, runPrefix)) {
    const name = parseRunExportKey(key);
    if (name !== undefined && name.date >= from && name.date <= to && modified >= since) {
      if (!there.has(`${name.date} ${name.run} ${name.version}`)) {
        unseen.push({ key, name });
      }
    }
  }
  const published = await inTurn(unseen, async ({ key, name }) => {
    const record = await findJson(bucket, key, publicationSchema);
    return record !== undefined && leavingDocument.has(record.result) ? [name] : [];
  });
  return Map.groupBy(published, ({ date }) => date);
}
