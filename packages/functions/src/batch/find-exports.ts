import {
  exportsInOrder,
  type Published,
  publishedSchema,
  type ReadExport,
} from "@ashiato/core/export-document";
import {
  exportDatePrefix,
  exportPrefix,
  isSupplementKey,
  parseExportDocumentKey,
} from "@ashiato/core/export-keys";
import { paginateListObjectsV2 } from "@aws-sdk/client-s3";
import { s3 } from "../aws/s3.ts";
import { findJson, listKeys } from "../aws/objects.ts";

/** Documents read at a time. */
const readers = 64;

export type FoundExport = ReadExport & { current: boolean };

/** Exports of a range of dates, and the date at which the rest of the range begins, if there is a rest. */
export type FoundRange = { exports: FoundExport[]; nextDate?: string };

/**
 * Returns the exports of a range of dates, both ends included, ordered by date and then with the current
 * one first: those of the first dates, at most `maxDates` of them.
 */
export async function findExports(
  bucket: string,
  { from, to, maxDates }: { from: string; to: string; maxDates: number },
): Promise<FoundRange> {
  const keys: string[] = [];
  const dates = new Set<string>();
  for await (const key of keysOfDates(bucket, from, to)) {
    const date = /^exports\/dt=([^/]+)\//.exec(key)?.[1];
    if (date === undefined || (parseExportDocumentKey(key) === undefined && !isSupplementKey(key))) {
      continue;
    }
    if (!dates.has(date) && dates.size === maxDates) {
      return { exports: withCurrent(await readDocuments(bucket, keys)), nextDate: date };
    }
    dates.add(date);
    keys.push(key);
  }
  return { exports: withCurrent(await readDocuments(bucket, keys)) };
}

/** Returns every export of a date, the current one first. */
export async function findExportsOfDate(bucket: string, date: string): Promise<FoundExport[]> {
  const keys: string[] = [];
  for await (const key of listKeys(bucket, exportDatePrefix(date))) {
    if (parseExportDocumentKey(key) !== undefined || isSupplementKey(key)) {
      keys.push(key);
    }
  }
  return withCurrent(await readDocuments(bucket, keys));
}

/**
 * S3 lists keys in the order of their dates, so the listing starts at the first date and stops after the
 * last.
 */
async function* keysOfDates(bucket: string, from: string, to: string): AsyncGenerator<string> {
  const listing = { Bucket: bucket, Prefix: exportPrefix, StartAfter: exportDatePrefix(from) };
  const behind = `${exportPrefix}dt=${to}0`;
  for await (const page of paginateListObjectsV2({ client: s3 }, listing)) {
    for (const { Key = "" } of page.Contents ?? []) {
      if (Key >= behind) {
        return;
      }
      yield Key;
    }
  }
}

async function readDocuments(bucket: string, keys: string[]): Promise<Published[]> {
  const documents: Published[] = [];
  for (let start = 0; start < keys.length; start += readers) {
    const reads = keys.slice(start, start + readers).map((key) => findJson(bucket, key, publishedSchema));
    // Undefined only if it expired since it was listed.
    documents.push(...(await Promise.all(reads)).filter((document) => document !== undefined));
  }
  return documents;
}

function withCurrent(documents: Published[]): FoundExport[] {
  return [...Map.groupBy(documents, ({ date }) => date)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, versions]) =>
      exportsInOrder(versions).map((found, index) => ({ ...found, current: index === 0 })),
    );
}
