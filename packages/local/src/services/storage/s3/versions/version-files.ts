import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { readRecord } from "../../../../disk/read-record.ts";
import type { SetAside } from "../../../../disk/set-aside.ts";
import { partEnding, writeWholeSync } from "../../../../disk/write-whole.ts";
import { objectPath } from "../object-path.ts";
import { objectRecord, objectText, type StoredObject } from "../object-record.ts";

/** What a bucket does with versions; undefined in one that never kept any. */
export type VersioningStatus = "Enabled" | "Suspended";

/** Which version of its key an object is. The later one has the greater order. */
export type Version = { id: string; order: number };

/** A version of a key that is not its current object: an older one, or a delete marker. */
export type OldVersion = Version & {
  key: string;
  lastModified: Date;
  record: string;
  /** Absent on a delete marker. */
  stored?: { object: StoredObject; data: string };
};

/** The id of an object that was written while its bucket kept no versions. */
const nullVersion = "null";

const statusRecord = z.object({ status: z.enum(["Enabled", "Suspended"]) });

/** What `<key>.<id>.meta.json` says of a delete marker. */
const markerRecord = z.object({
  key: z.string(),
  deleteMarker: z.literal(true),
  lastModified: z.iso.datetime().transform((text) => new Date(text)),
  version: z.object({ id: z.string(), order: z.int() }),
});

const anyRecord = z.union([markerRecord, objectRecord]);

const recordEnding = ".meta.json";

/** 20 characters behind the order. */
const randomIdBytes = 15;

/**
 * The versions of objects that others have taken the place of, and delete markers:
 * `buckets/<bucket>/versions/<key>.<id>.meta.json`, and with another ending an object's bytes. They are put
 * here before the object is changed: an object that is also among the versions was about to be.
 */
export class VersionFiles {
  readonly #buckets: string;
  readonly #now: () => number;
  readonly #status = new Map<string, VersioningStatus>();
  /** By bucket and key, the newest first. */
  readonly #versions = new Map<string, Map<string, OldVersion[]>>();
  #lastOrder = 0;

  constructor(buckets: string, now: () => number) {
    this.#buckets = buckets;
    this.#now = now;
  }

  status(bucket: string): VersioningStatus | undefined {
    return this.#status.get(bucket);
  }

  setStatus(bucket: string, status: VersioningStatus): void {
    writeWholeSync(path.join(this.#buckets, bucket, ".versioning.json"), JSON.stringify({ status }));
    this.#status.set(bucket, status);
  }

  /** Returns the version that a write makes now; undefined in a bucket that keeps none. */
  next(bucket: string): Version | undefined {
    const status = this.#status.get(bucket);
    if (status === undefined) {
      return undefined;
    }
    this.#lastOrder = Math.max(this.#lastOrder + 1, this.#now() * 1_000);
    const order = this.#lastOrder;
    const id = `${order.toString(36)}${randomBytes(randomIdBytes).toString("base64url")}`;
    return { id: status === "Enabled" ? id : nullVersion, order };
  }

  /** Returns a key's versions beside its current object, the newest first. */
  of(bucket: string, key: string): readonly OldVersion[] {
    return this.#versions.get(bucket)?.get(key) ?? [];
  }

  keys(bucket: string): string[] {
    return [...(this.#versions.get(bucket)?.keys() ?? [])];
  }

  /**
   * Puts an object among the versions that is to be replaced or deleted. While versions are suspended, one
   * without an id of its own is not kept.
   */
  keep(bucket: string, file: { record: string; data: string }): void {
    const { data: _, ...object } = objectRecord.parse(JSON.parse(readFileSync(file.record, "utf8")));
    const stored: StoredObject = { ...object, body: Buffer.alloc(0) };
    const { id, order } = versionOf(stored);
    if (id === nullVersion && this.status(bucket) === "Suspended") {
      return;
    }
    const base = this.#base(bucket, object.key, id);
    const data = `${base}.data`;
    mkdirSync(path.dirname(base), { recursive: true });
    rmSync(data, { force: true });
    linkSync(file.data, data);
    const record = `${base}${recordEnding}`;
    writeWholeSync(record, objectText(stored, path.basename(data)));
    this.#add(bucket, {
      key: object.key,
      id,
      order,
      lastModified: object.lastModified,
      record,
      stored: { object: stored, data },
    });
  }

  /** Makes the newest version of a key one that says that it is deleted. */
  addMarker(bucket: string, key: string): OldVersion | undefined {
    const version = this.next(bucket);
    if (!version) {
      return undefined;
    }
    const base = this.#base(bucket, key, version.id);
    mkdirSync(path.dirname(base), { recursive: true });
    const record = `${base}${recordEnding}`;
    const lastModified = new Date(this.#now());
    // The null version that this takes the place of goes with its record.
    const bytes = this.of(bucket, key).find(({ id }) => id === version.id)?.stored?.data;
    writeWholeSync(record, JSON.stringify({ key, deleteMarker: true, lastModified, version }));
    if (bytes !== undefined) {
      rmSync(bytes, { force: true });
    }
    return this.#add(bucket, { key, ...version, lastModified, record });
  }

  /**
   * Returns true for an object that a delete marker is newer than: the stage ended before the object went.
   * Has later versions ordered after it.
   */
  isDeleted(bucket: string, object: StoredObject): boolean {
    const { order } = versionOf(object);
    this.#lastOrder = Math.max(this.#lastOrder, order);
    const [newest] = this.of(bucket, object.key);
    return newest !== undefined && newest.stored === undefined && newest.order > order;
  }

  /** Removes a version for good. */
  remove(bucket: string, { key, id, record, stored }: OldVersion): void {
    rmSync(record, { force: true });
    if (stored) {
      rmSync(stored.data, { force: true });
    }
    this.#set(
      bucket,
      key,
      this.of(bucket, key).filter((other) => other.id !== id),
    );
  }

  forgetBucket(bucket: string): void {
    this.#status.delete(bucket);
    this.#versions.delete(bucket);
  }

  /** Reads a bucket's versions. Sets aside what cannot be read. */
  load(bucket: string, setAside: SetAside): void {
    const status = path.join(this.#buckets, bucket, ".versioning.json");
    const kept = existsSync(status) ? readRecord(status, statusRecord, setAside) : undefined;
    if (kept) {
      this.#status.set(bucket, kept.status);
    }
    const folder = path.join(this.#buckets, bucket, "versions");
    if (!existsSync(folder)) {
      return;
    }
    const bytes = new Set<string>();
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
      const file = path.join(entry.parentPath, entry.name);
      if (entry.isFile() && entry.name.endsWith(partEnding)) {
        rmSync(file);
      } else if (entry.isFile() && entry.name.endsWith(recordEnding)) {
        this.#loadVersion(bucket, file, setAside);
      } else if (entry.isFile()) {
        bytes.add(file);
      }
    }
    for (const { stored } of this.keys(bucket).flatMap((key) => this.of(bucket, key))) {
      bytes.delete(stored?.data ?? "");
    }
    // A link to what was about to be replaced, and its removal: an object has these bytes, or had them.
    for (const file of bytes) {
      setAside([file], "belongs to no version: it was being written, or deleted, when the stage ended");
    }
  }

  #loadVersion(bucket: string, file: string, setAside: SetAside): void {
    const record = readRecord(file, anyRecord, setAside);
    if (!record) {
      return;
    }
    if ("deleteMarker" in record) {
      const { key, version, lastModified } = record;
      this.#add(bucket, { key, ...version, lastModified, record: file });
      return;
    }
    const { data: dataName = "", ...object } = record;
    const data = path.join(path.dirname(file), dataName);
    if (statSync(data, { throwIfNoEntry: false })?.size !== object.contentLength) {
      setAside([file, data], `a version of s3://${bucket}/${object.key} does not have all of its bytes`);
      return;
    }
    const stored: StoredObject = { ...object, body: Buffer.alloc(0) };
    this.#add(bucket, {
      key: object.key,
      ...versionOf(stored),
      lastModified: object.lastModified,
      record: file,
      stored: { object: stored, data },
    });
  }

  #add(bucket: string, version: OldVersion): OldVersion {
    this.#lastOrder = Math.max(this.#lastOrder, version.order);
    const others = this.of(bucket, version.key).filter(({ id }) => id !== version.id);
    this.#set(
      bucket,
      version.key,
      [...others, version].toSorted((a, b) => b.order - a.order),
    );
    return version;
  }

  #set(bucket: string, key: string, versions: OldVersion[]): void {
    const keys = this.#versions.get(bucket) ?? new Map<string, OldVersion[]>();
    this.#versions.set(bucket, keys);
    if (versions.length > 0) {
      keys.set(key, versions);
    } else {
      keys.delete(key);
    }
  }

  #base(bucket: string, key: string, id: string): string {
    return `${path.join(this.#buckets, bucket, "versions", objectPath(key))}.${id}`;
  }
}

/** Returns which version of its key an object is. */
export function versionOf({ version, lastModified }: StoredObject): Version {
  return version ?? { id: nullVersion, order: lastModified.getTime() * 1_000 };
}

/** Returns the order of the version that has, or had, an id; undefined for one that says none. */
export function orderOfId(id: string): number | undefined {
  const order = Number.parseInt(id.slice(0, -(randomIdBytes / 3) * 4), 36);
  return Number.isNaN(order) ? undefined : order;
}
