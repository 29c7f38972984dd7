import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import type { SetAside } from "../../../disk/set-aside.ts";
import { partEnding } from "../../../disk/write-whole.ts";
import type { S3Persistence } from "../fauxqs-parts.ts";
import { bucketRecord, objectRecord } from "./object-record.ts";
import { type VersionFiles, versionOf } from "./versions/version-files.ts";
import { readRecord } from "../../../disk/read-record.ts";

export type ObjectFile = { record: string; data: string };

type S3Store = Parameters<S3Persistence["loadS3"]>[0];

export type Loading = {
  store: S3Store;
  versions: VersionFiles;
  setAside: SetAside;
};

const recordEnding = ".meta.json";

/**
 * Puts the buckets and objects in a folder into the store, and returns the files of each object.
 * Sets aside what cannot be read: a record that is torn, an object whose bytes are missing or are not as many
 * as its record says, bytes that belong to no object.
 */
export function loadBuckets(folder: string, loading: Loading): Map<string, Map<string, ObjectFile>> {
  const buckets = new Map<string, Map<string, ObjectFile>>();
  for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )) {
    loadBucket(path.join(folder, name), loading);
    const objects = path.join(folder, name, "objects");
    buckets.set(name, existsSync(objects) ? loadObjects(objects, { bucket: name, ...loading }) : new Map());
  }
  return buckets;
}

/** A bucket whose record cannot be read keeps its name and its objects. */
function loadBucket(folder: string, { store, versions, setAside }: Loading): void {
  const name = path.basename(folder);
  const record = readRecord(path.join(folder, ".bucket.json"), bucketRecord, setAside);
  store.createBucket(name, record?.type);
  store.setBucketCreationDate(name, record?.creationDate ?? statSync(folder).birthtime);
  const lifecycle = path.join(folder, ".lifecycle.xml");
  if (existsSync(lifecycle)) {
    store.restoreBucketLifecycleConfiguration(name, readFileSync(lifecycle, "utf8"));
  }
  versions.load(name, setAside);
}

type Bucket = Loading & { bucket: string };

function loadObjects(folder: string, loading: Bucket): Map<string, ObjectFile> {
  const files = new Map<string, ObjectFile>();
  const bytes = new Set<string>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isFile()) {
      continue;
    }
    if (entry.name.endsWith(partEnding)) {
      rmSync(file);
    } else if (!entry.name.endsWith(recordEnding)) {
      bytes.add(file);
    } else {
      const loaded = loadObject(file, loading);
      if (loaded) {
        files.set(loaded.key, loaded.file);
      }
    }
  }
  for (const { data } of files.values()) {
    bytes.delete(data);
  }
  // Those of an object that was being deleted went while it was read.
  for (const file of [...bytes].filter((each) => existsSync(each))) {
    loading.setAside([file], "belongs to no object: it was being written, or deleted, when the stage ended");
  }
  return files;
}

function loadObject(
  file: string,
  { bucket, store, versions, setAside }: Bucket,
): { key: string; file: ObjectFile } | undefined {
  const record = readRecord(file, objectRecord, setAside);
  if (!record) {
    return undefined;
  }
  const { data: dataName, ...object } = record;
  const plainName = `${path.basename(file).slice(0, -recordEnding.length)}.data`;
  const data = path.join(path.dirname(file), dataName ?? plainName);
  const size = statSync(data, { throwIfNoEntry: false })?.size;
  if (size !== object.contentLength) {
    const found = size === undefined ? "there are none" : `there are ${size}`;
    setAside([file, data], `s3://${bucket}/${object.key} has ${object.contentLength} bytes, and ${found}`);
    return undefined;
  }
  const stored = { ...object, body: Buffer.alloc(0) };
  if (versions.isDeleted(bucket, stored)) {
    versions.keep(bucket, { record: file, data });
    rmSync(file);
    rmSync(data);
    return undefined;
  }
  // Bytes are read on demand.
  store.restoreObject(bucket, stored);
  const { id } = versionOf(stored);
  const twin = versions.of(bucket, object.key).find((version) => version.id === id);
  if (twin) {
    versions.remove(bucket, twin);
  }
  return { key: object.key, file: { record: file, data } };
}
