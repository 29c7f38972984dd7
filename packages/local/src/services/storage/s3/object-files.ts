import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { SetAside } from "../../../disk/set-aside.ts";
import { writeWholeSync } from "../../../disk/write-whole.ts";
import type { S3Object, S3Part, S3Persistence, S3Upload } from "../fauxqs-parts.ts";
import type { FileBytes } from "./file-bytes.ts";
import { loadBuckets, type ObjectFile } from "./load-buckets.ts";
import { type CopiedBytes, MultipartFiles, type PartFile } from "./multipart-files.ts";
import { objectPath } from "./object-path.ts";
import { objectRecord, objectText, type StoredObject } from "./object-record.ts";
import { VersionFiles } from "./versions/version-files.ts";

/**
 * The buckets of the local S3 on the disk: `buckets/<bucket>/objects/<key>.<random>.data` has an object's
 * bytes, `<key>.meta.json` all else and the name of the former. An object is there when its record is: a
 * write puts the bytes under a new name, then the record over the old one; a deletion removes the record,
 * then the bytes. So a kill or a full disk leaves the old object, or the new, or no object, and at worst
 * bytes that belong to no object.
 */
export class ObjectFiles implements S3Persistence {
  readonly #buckets: string;
  readonly #setAside: SetAside;
  readonly #now: () => number;
  readonly #uploads: MultipartFiles;
  /** By bucket and key. */
  readonly #files = new Map<string, Map<string, ObjectFile>>();

  readonly versions: VersionFiles;

  constructor(directory: string, setAside: SetAside, now: () => number) {
    this.#buckets = path.join(directory, "buckets");
    this.#setAside = setAside;
    this.#now = now;
    this.versions = new VersionFiles(this.#buckets, now);
    this.#uploads = new MultipartFiles(path.join(directory, "_multipart"), setAside);
    mkdirSync(this.#buckets, { recursive: true });
  }

  /** Returns the file that holds an object's bytes; undefined if there is no such object. */
  dataPath(bucket: string, key: string): string | undefined {
    return this.#files.get(bucket)?.get(key)?.data;
  }

  /**
   * Returns a multipart upload under way, and its parts by their numbers; undefined if there is no such
   * upload.
   */
  upload(uploadId: string): { upload: S3Upload; parts: ReadonlyMap<number, PartFile> } | undefined {
    return this.#uploads.find(uploadId);
  }

  /** Returns the multipart uploads under way in a bucket. */
  uploadsOf(bucket: string): S3Upload[] {
    return this.#uploads.all().filter((upload) => upload.bucket === bucket);
  }

  /** Puts parts of an upload together, for it to be completed with them. */
  joinParts(uploadId: string, numbers: readonly number[]): Promise<void> {
    return this.#uploads.join(uploadId, numbers);
  }

  /** Copies bytes of an object for a part of an upload; undefined if there is no such upload. */
  copyForPart(uploadId: string, bytes: FileBytes): Promise<CopiedBytes | undefined> {
    return this.#uploads.copy(uploadId, bytes);
  }

  /**
   * Makes a file of the same disk a part of an upload without copying it, and returns its ETag. Nothing may
   * write to the file any more; its own name may go.
   *
   * Throws an Error if there is no such upload.
   */
  async linkPart(uploadId: string, partNumber: number, file: string): Promise<string> {
    const linked = await this.#uploads.link(uploadId, file);
    if (!linked) {
      throw new Error(`There is no multipart upload ${uploadId}`);
    }
    this.#uploads.moveCopy(uploadId, partNumber, linked);
    return linked.etag;
  }

  /** Makes copied bytes a part. */
  putCopiedPart(uploadId: string, partNumber: number, copied: CopiedBytes): void {
    this.#uploads.moveCopy(uploadId, partNumber, copied);
  }

  /** Writes an object with the bytes of another's file, which no write ever changes. */
  linkObject(bucket: string, object: S3Object, file: string): void {
    object.lastModified = new Date(this.#now());
    this.#put(bucket, object, (target) => linkSync(file, target));
  }

  insertBucket(...[name, creationDate, type]: Parameters<S3Persistence["insertBucket"]>): void {
    mkdirSync(this.#objects(name), { recursive: true });
    writeWholeSync(
      path.join(this.#buckets, name, ".bucket.json"),
      JSON.stringify({ name, creationDate, type }),
    );
    this.#files.set(name, new Map());
  }

  deleteBucket(name: string): void {
    rmSync(path.join(this.#buckets, name), { recursive: true, force: true });
    this.#files.delete(name);
    this.versions.forgetBucket(name);
  }

  saveBucketLifecycleConfiguration(bucket: string, configuration: string): void {
    writeWholeSync(path.join(this.#buckets, bucket, ".lifecycle.xml"), configuration);
  }

  deleteBucketLifecycleConfiguration(bucket: string): void {
    rmSync(path.join(this.#buckets, bucket, ".lifecycle.xml"), { force: true });
  }

  upsertObject(bucket: string, object: S3Object): void {
    object.lastModified = new Date(this.#now());
    this.#put(bucket, object, (file) => writeFileSync(file, object.body, { flag: "wx" }));
  }

  deleteObject(bucket: string, key: string): void {
    const file = this.#files.get(bucket)?.get(key);
    if (!file) {
      return;
    }
    if (this.versions.status(bucket) !== undefined) {
      this.versions.keep(bucket, file);
    }
    this.#remove(bucket, key, file);
  }

  /** Removes the current object of a key for good, and makes the newest version the current one. */
  removeCurrent(bucket: string, key: string): void {
    const file = this.#files.get(bucket)?.get(key);
    if (file) {
      this.#remove(bucket, key, file);
    }
  }

  /**
   * Makes the newest version of a key its current object and returns it; undefined if that is a delete marker
   * or the key has no version.
   */
  promote(bucket: string, key: string): StoredObject | undefined {
    const [newest] = this.versions.of(bucket, key);
    if (!newest?.stored || this.#files.get(bucket)?.has(key)) {
      return undefined;
    }
    const { object, data } = newest.stored;
    this.#write(bucket, object, (file) => linkSync(data, file));
    this.versions.remove(bucket, newest);
    return object;
  }

  #remove(bucket: string, key: string, file: ObjectFile): void {
    rmSync(file.record, { force: true });
    rmSync(file.data, { force: true });
    this.#files.get(bucket)?.delete(key);
    this.#removeEmptyFolders(path.dirname(file.record), bucket);
  }

  deleteObjectsByBucket(bucket: string): void {
    rmSync(this.#objects(bucket), { recursive: true, force: true });
    mkdirSync(this.#objects(bucket), { recursive: true });
    this.#files.set(bucket, new Map());
  }

  deleteAllObjects(): void {
    for (const bucket of this.#files.keys()) {
      this.deleteObjectsByBucket(bucket);
    }
  }

  renameObject(...[bucket, sourceKey, destKey]: Parameters<S3Persistence["renameObject"]>): void {
    const file = this.#files.get(bucket)?.get(sourceKey);
    if (!file || sourceKey === destKey) {
      return;
    }
    const record = objectRecord.parse(JSON.parse(readFileSync(file.record, "utf8")));
    const object = { ...record, key: destKey, body: Buffer.alloc(0) };
    this.#put(bucket, object, (target) => linkSync(file.data, target));
    this.deleteObject(bucket, sourceKey);
  }

  readBody(bucket: string, key: string): Buffer {
    const file = this.dataPath(bucket, key);
    if (file === undefined) {
      throw new Error(`s3://${bucket}/${key} has no bytes on the disk`);
    }
    return readFileSync(file);
  }

  insertMultipartUpload(upload: S3Upload): void {
    upload.initiated = new Date(this.#now());
    this.#uploads.insert(upload);
  }

  upsertMultipartPart(uploadId: string, part: S3Part): void {
    this.#uploads.upsertPart(uploadId, part);
  }

  deleteMultipartUpload(uploadId: string): void {
    this.#uploads.delete(uploadId);
  }

  completeMultipartUpload(
    ...[uploadId, bucket, object]: Parameters<S3Persistence["completeMultipartUpload"]>
  ): void {
    const numbers = (object.parts ?? []).map(({ partNumber }) => partNumber);
    object.lastModified = new Date(this.#now());
    this.#put(bucket, object, (file) => this.#uploads.moveJoined(uploadId, numbers, file));
    this.#uploads.delete(uploadId);
  }

  deleteAllMultipartUploads(): void {
    this.#uploads.deleteAll();
  }

  loadS3(...[store]: Parameters<S3Persistence["loadS3"]>): void {
    for (const [bucket, files] of loadBuckets(this.#buckets, {
      store,
      versions: this.versions,
      setAside: this.#setAside,
    })) {
      this.#files.set(bucket, files);
      // Of keys whose current version was being removed for good when the stage ended.
      for (const key of this.versions.keys(bucket)) {
        const promoted = this.promote(bucket, key);
        if (promoted) {
          store.restoreObject(bucket, promoted);
        }
      }
    }
    this.#uploads.load(store);
  }

  purgeAll(): void {
    for (const bucket of this.#files.keys()) {
      this.deleteBucket(bucket);
    }
    this.deleteAllMultipartUploads();
  }

  close(): void {}

  /** Writes an object, as the next version of its key in a bucket that keeps versions. */
  #put(bucket: string, object: StoredObject, write: (file: string) => void): void {
    const version = this.versions.next(bucket);
    if (!version) {
      this.#write(bucket, object, write);
      return;
    }
    object.version = version;
    const old = this.#files.get(bucket)?.get(object.key);
    if (old) {
      this.versions.keep(bucket, old);
    }
    this.#write(bucket, object, write);
    // The null version, which this takes the place of.
    const replaced = this.versions.of(bucket, object.key).find(({ id }) => id === version.id);
    if (replaced) {
      this.versions.remove(bucket, replaced);
    }
  }

  #write(bucket: string, object: StoredObject, write: (file: string) => void): void {
    const base = path.join(this.#objects(bucket), objectPath(object.key));
    const file = { record: `${base}.meta.json`, data: `${base}.${randomBytes(6).toString("hex")}.data` };
    mkdirSync(path.dirname(base), { recursive: true });
    try {
      write(file.data);
      writeWholeSync(file.record, objectText(object, path.basename(file.data)));
    } catch (error) {
      rmSync(file.data, { force: true });
      throw error;
    }
    const files = this.#files.get(bucket) ?? new Map<string, ObjectFile>();
    const old = files.get(object.key);
    this.#files.set(bucket, files.set(object.key, file));
    if (old === undefined) {
      return;
    }
    if (old.record !== file.record) {
      rmSync(old.record, { force: true });
    }
    rmSync(old.data, { force: true });
  }

  #objects(bucket: string): string {
    return path.join(this.#buckets, bucket, "objects");
  }

  #removeEmptyFolders(folder: string, bucket: string): void {
    for (let each = folder; each !== this.#objects(bucket); each = path.dirname(each)) {
      try {
        rmdirSync(each);
      } catch (error) {
        if (isOneOf(error, ["ENOTEMPTY", "ENOENT", "EEXIST"])) {
          return;
        }
        throw error;
      }
    }
  }
}

function isOneOf(error: unknown, codes: string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
