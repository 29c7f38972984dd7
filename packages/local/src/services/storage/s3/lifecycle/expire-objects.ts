import { setImmediate } from "node:timers/promises";
import type { AsyncLocalStorage } from "node:async_hooks";
import type { Stores } from "../../fauxqs-parts.ts";
import type { ObjectFiles } from "../object-files.ts";
import type { StoredObject } from "../object-record.ts";
import type { ChangeCall } from "../observed-store.ts";
import type { VersionCall } from "../versions/versioned-store.ts";
import { versionOf } from "../versions/version-files.ts";
import { abortOf, expiredVersions, expiryOf, type KeyVersion } from "./expiry.ts";
import type { BucketRules } from "./bucket-rules.ts";
import type { ExpiryRule } from "./lifecycle-rules.ts";

export type Expiring = {
  store: Stores["s3Store"];
  files: ObjectFiles;
  rulesOf: BucketRules;
  changes: AsyncLocalStorage<ChangeCall>;
  versionCalls: AsyncLocalStorage<VersionCall>;
};

/** Objects that are looked at before requests are served in between. */
const maxAtOnce = 500;

/**
 * Does what the lifecycle rules of every bucket have due by now: deletes objects, removes old versions and
 * delete markers, gives up uploads.
 */
export async function expireObjects(expiring: Expiring, now: number): Promise<void> {
  const { store, files, rulesOf } = expiring;
  for (const { name: bucket } of store.listBuckets()) {
    const rules = rulesOf(bucket);
    if (rules.length === 0) {
      continue;
    }
    const { objects } = store.listObjects(bucket, { maxKeys: Number.POSITIVE_INFINITY });
    for (const [index, object] of objects.entries()) {
      await letOthers(index);
      expireCurrent(expiring, { bucket, object, rules, now });
    }
    for (const [index, key] of files.versions.keys(bucket).entries()) {
      await letOthers(index);
      expireVersions(expiring, { bucket, key, rules, now });
    }
    for (const { uploadId, key, initiated } of files.uploadsOf(bucket)) {
      const due = abortOf({ key, since: initiated.getTime() }, rules);
      if (due && due.at <= now) {
        store.abortMultipartUpload(uploadId);
      }
    }
  }
}

/** Returns what the filters of rules look at in an object. No object has tags: the local S3 takes none. */
export function filteredOf({ key, contentLength, lastModified }: StoredObject) {
  return { key, bytes: contentLength, tags: [], since: lastModified.getTime() };
}

type Due = { bucket: string; rules: readonly ExpiryRule[]; now: number };

function expireCurrent(expiring: Expiring, { bucket, object, rules, now }: Due & { object: StoredObject }) {
  const due = expiryOf(filteredOf(object), rules);
  // Another may have taken its place since the listing.
  if (due && due.at <= now && isCurrent(expiring, bucket, object)) {
    remove(expiring, { bucket, key: object.key });
  }
}

function isCurrent({ store, files }: Expiring, bucket: string, { key, etag, lastModified }: StoredObject) {
  if (!store.hasBucket(bucket) || files.dataPath(bucket, key) === undefined) {
    return false;
  }
  const current = store.headObject(bucket, key);
  return current.etag === etag && current.lastModified.getTime() === lastModified.getTime();
}

function expireVersions(expiring: Expiring, { bucket, key, rules, now }: Due & { key: string }): void {
  const { files, store } = expiring;
  const old = files.versions.of(bucket, key).map(({ id, lastModified, stored }): KeyVersion => ({
    key,
    id,
    bytes: stored?.object.contentLength ?? 0,
    tags: [],
    since: lastModified.getTime(),
    isMarker: stored === undefined,
  }));
  const isThere = files.dataPath(bucket, key) !== undefined;
  const current: StoredObject | undefined = isThere ? store.headObject(bucket, key) : undefined;
  const newest = current && { ...filteredOf(current), id: versionOf(current).id, isMarker: false };
  for (const { id } of expiredVersions(newest ? [newest, ...old] : old, rules, now)) {
    remove(expiring, { bucket, key, id });
  }
}

/** Deletes an object as S3 does by itself: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
function remove(
  { store, changes, versionCalls }: Expiring,
  { bucket, key, id }: { bucket: string; key: string; id?: string },
): void {
  const change = {
    reason: "Lifecycle Expiration",
    requester: "s3.amazonaws.com",
    sourceIp: "",
    requestId: "",
  };
  const call: VersionCall = id === undefined ? {} : { asked: { bucket, key, id } };
  changes.run(change, () => versionCalls.run(call, () => store.deleteObject(bucket, key)));
}

async function letOthers(index: number): Promise<void> {
  if (index % maxAtOnce === maxAtOnce - 1) {
    await setImmediate();
  }
}
