import { csvwName } from "@ashiato/core/csvw";
import { exportDocumentSchema, type ReadExport } from "@ashiato/core/export-document";
import {
  attemptsPrefix,
  deviceIndexKey,
  exportDocumentKey,
  type ExportName,
  exportPrefix,
  parseAttemptKey,
  pictureKey,
} from "@ashiato/core/export-keys";
import { deleteObjects, findVersionedJson, listKeys, replaceJson } from "../aws/objects.ts";
import { findExportsOfDate } from "../batch/find-exports.ts";

const dayMilliseconds = 86_400_000;

/**
 * Removes the files of every export that a newer version of its date replaced at least so many days ago, and
 * of its supplements, and returns the versions. First it writes into their `export.json`, which stays, that
 * they are gone: a reader is never offered a file that is not there. What a removal that was cut short has
 * left is removed by the next one.
 */
export async function removeSuperseded(
  bucket: string,
  now: number,
  days: number,
): Promise<{ date: string; version: number }[]> {
  const removed: { date: string; version: number }[] = [];
  for await (const date of datesOfSeveralVersions(bucket)) {
    const found = await findExportsOfDate(bucket, date);
    for (const [place, old] of found.entries()) {
      const newer = found.slice(0, place);
      if (newer.length > 0 && supersededAt(old, newer) + days * dayMilliseconds <= now) {
        await removeFiles(bucket, old, new Date(now).toISOString());
        removed.push({ date, version: old.document.version });
      }
    }
  }
  return removed;
}

/** Yields the dates that have files of more than one version, by a look at the names of objects alone. */
async function* datesOfSeveralVersions(bucket: string): AsyncGenerator<string> {
  let date: string | undefined;
  const versions = new Set<string>();
  for await (const key of listKeys(bucket, exportPrefix)) {
    const attempt = parseAttemptKey(key);
    if (attempt === undefined) {
      continue;
    }
    if (attempt.date !== date) {
      if (date !== undefined && versions.size > 1) {
        yield date;
      }
      versions.clear();
      date = attempt.date;
    }
    versions.add(`${attempt.run} ${attempt.version}`);
  }
  if (date !== undefined && versions.size > 1) {
    yield date;
  }
}

/** Returns when an export had become an older one, in milliseconds. */
function supersededAt({ document }: ReadExport, newer: readonly ReadExport[]): number {
  const first = Math.min(...newer.map((each) => Date.parse(each.document.createdAt)));
  return Math.max(first, Date.parse(document.createdAt));
}

async function removeFiles(
  bucket: string,
  { document, supplements }: ReadExport,
  removedAt: string,
): Promise<void> {
  await noteRemoval(bucket, document, removedAt);
  const late = supplements.flatMap(({ file, parquet }) => [
    file.key,
    csvwName(file.key),
    ...(parquet === undefined ? [] : [parquet.key]),
  ]);
  await deleteObjects(bucket, [deviceIndexKey(document), pictureKey(document), ...late]);
  // Last, as a removal that was cut short is found by these.
  const attempts: string[] = [];
  for await (const key of listKeys(bucket, attemptsPrefix(document))) {
    attempts.push(key);
  }
  await deleteObjects(bucket, attempts);
}

async function noteRemoval(bucket: string, name: ExportName, removedAt: string): Promise<void> {
  const key = exportDocumentKey(name);
  for (;;) {
    const found = await findVersionedJson(bucket, key, exportDocumentSchema);
    if (found === undefined || found.value.removedAt !== undefined) {
      return;
    }
    if (await replaceJson(bucket, key, { value: { ...found.value, removedAt }, etag: found.etag })) {
      return;
    }
  }
}
