import { z } from "zod";
import { escapeXml } from "../../refusal.ts";
import { compareBytes } from "../object-store.ts";
import type { StoredObject } from "../object-record.ts";
import { orderOfId, type VersionFiles, versionOf } from "./version-files.ts";

/** The query of ListObjectVersions. */
export const listVersionsQuery = z.object({
  prefix: z.string().default(""),
  delimiter: z.string().optional(),
  "key-marker": z.string().default(""),
  "version-id-marker": z.string().default(""),
  "max-keys": z.coerce.number().int().nonnegative().default(1_000),
  "encoding-type": z.literal("url").optional(),
});

export type ListVersionsQuery = z.infer<typeof listVersionsQuery>;

type Listed = {
  key: string;
  id: string;
  order: number;
  isLatest: boolean;
  lastModified: Date;
  /** Absent on a delete marker. */
  object?: StoredObject;
};

type Entry = { version: Listed } | { commonPrefix: string };

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
const maxPageKeys = 1_000;

/** Returns every version of a bucket's objects: keys in the order of their bytes, newest version first. */
export function allVersions(
  bucket: string,
  current: readonly StoredObject[],
  versions: VersionFiles,
): Listed[] {
  const now = current.map((object): Listed => {
    const { key, lastModified } = object;
    return { key, ...versionOf(object), isLatest: true, lastModified, object };
  });
  const live = new Set(now.map(({ key }) => key));
  const old = versions.keys(bucket).flatMap((key) =>
    versions.of(bucket, key).map(({ id, order, lastModified, stored }, index): Listed => ({
      key,
      id,
      order,
      isLatest: index === 0 && !live.has(key),
      lastModified,
      ...(stored && { object: stored.object }),
    })),
  );
  return [...now, ...old].toSorted((a, b) => compareBytes(a.key, b.key) || b.order - a.order);
}

/** Returns the answer of ListObjectVersions: a page of the versions that the query asks for. */
export function listVersionsXml(
  bucket: string,
  versions: readonly Listed[],
  query: ListVersionsQuery,
): string {
  const { prefix, delimiter, "key-marker": keyMarker, "version-id-marker": idMarker } = query;
  const maxKeys = Math.min(query["max-keys"], maxPageKeys);
  const encode = query["encoding-type"] === "url" ? encodeKey : (text: string) => text;
  const text = (name: string, value: string) => `<${name}>${escapeXml(value)}</${name}>`;
  const entries = entriesAfter(versions, query);
  const page = entries.slice(0, maxKeys);
  const isTruncated = maxKeys > 0 && entries.length > maxKeys;
  const last = page.at(-1);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    text("Name", bucket),
    text("Prefix", encode(prefix)),
    text("KeyMarker", encode(keyMarker)),
    text("VersionIdMarker", idMarker),
    text("MaxKeys", String(maxKeys)),
    ...(delimiter === undefined ? [] : [text("Delimiter", encode(delimiter))]),
    ...(query["encoding-type"] === undefined ? [] : [text("EncodingType", "url")]),
    text("IsTruncated", String(isTruncated)),
    ...(isTruncated && last ? nextMarkers(last).map(([name, value]) => text(name, encode(value))) : []),
    ...page.map((entry) =>
      "commonPrefix" in entry
        ? `<CommonPrefixes>${text("Prefix", encode(entry.commonPrefix))}</CommonPrefixes>`
        : versionXml(entry.version, encode(entry.version.key)),
    ),
    "</ListVersionsResult>",
  ].join("");
}

function entriesAfter(versions: readonly Listed[], query: ListVersionsQuery): Entry[] {
  const { prefix, delimiter, "key-marker": keyMarker, "version-id-marker": idMarker } = query;
  const marked = versions.find(({ key, id }) => key === keyMarker && id === idMarker)?.order;
  // One that was removed since the page before says its place by its id.
  const after = marked ?? orderOfId(idMarker);
  const entries: Entry[] = [];
  let before: string | undefined;
  for (const version of versions) {
    const { key, order } = version;
    const isAfter =
      keyMarker === "" ||
      compareBytes(key, keyMarker) > 0 ||
      (after !== undefined && key === keyMarker && order < after);
    if (!key.startsWith(prefix) || !isAfter) {
      continue;
    }
    const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    if (end < 0) {
      entries.push({ version });
      continue;
    }
    const commonPrefix = key.slice(0, end + (delimiter ?? "").length);
    if (commonPrefix !== before && commonPrefix !== keyMarker) {
      entries.push({ commonPrefix });
    }
    before = commonPrefix;
  }
  return entries;
}

function encodeKey(text: string): string {
  return encodeURIComponent(text).replaceAll("%2F", "/");
}

function nextMarkers(last: Entry): [name: string, value: string][] {
  return "commonPrefix" in last
    ? [["NextKeyMarker", last.commonPrefix]]
    : [
        ["NextKeyMarker", last.version.key],
        ["NextVersionIdMarker", last.version.id],
      ];
}

function versionXml({ id, isLatest, lastModified, object }: Listed, key: string): string {
  const common = [
    `<Key>${escapeXml(key)}</Key><VersionId>${id}</VersionId><IsLatest>${isLatest}</IsLatest>`,
    `<LastModified>${lastModified.toISOString()}</LastModified>`,
  ].join("");
  return object
    ? `<Version>${common}<ETag>${escapeXml(object.etag)}</ETag><Size>${object.contentLength}</Size><StorageClass>STANDARD</StorageClass></Version>`
    : `<DeleteMarker>${common}</DeleteMarker>`;
}
