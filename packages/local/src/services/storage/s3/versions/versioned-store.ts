import type { AsyncLocalStorage } from "node:async_hooks";
import { readFileSync } from "node:fs";
import type { FauxqsParts, S3Object, Stores } from "../../fauxqs-parts.ts";
import { bodyOf } from "../file-bytes.ts";
import type { ObjectFiles } from "../object-files.ts";
import type { StoredObject } from "../object-record.ts";
import { type OldVersion, versionOf } from "./version-files.ts";

type S3Store = Stores["s3Store"];

/** The version that a request is about, on its way through fauxqs, whose functions know of none. */
export type VersionCall = {
  /** Of this object a request asks for one version. `copied` is true where a copy reads it. */
  asked?: { bucket: string; key: string; id: string; copied?: true };
  /**
   * The version that the request made, read or removed, which its answer names; and whether that is a delete
   * marker, which the request made or found.
   */
  told?: { id: string; marker?: "made" | "found" };
};

type Versioning = {
  files: ObjectFiles;
  calls: AsyncLocalStorage<VersionCall>;
  /** True while a request is served that only sends the bytes of an object. */
  sending: AsyncLocalStorage<true>;
};

/**
 * Returns a class of fauxqs's store that reads and removes single versions, and leaves a delete marker where
 * an object of a bucket with versions is deleted. Must be the first above what writes to the disk.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html
 */
export function versionedStore(
  Base: new () => S3Store,
  { S3Error }: Pick<FauxqsParts, "S3Error">,
  { files, calls, sending }: Versioning,
): new () => S3Store {
  const { versions } = files;

  function tell(told: NonNullable<VersionCall["told"]>): void {
    const call = calls.getStore();
    if (call) {
      call.told = told;
    }
  }

  /** Has the answer name an object's version, in a bucket that keeps any. */
  function told<Answered extends S3Object>(bucket: string, object: Answered): Answered {
    if (versions.status(bucket) !== undefined) {
      tell({ id: versionOf(object).id });
    }
    return object;
  }

  function askedId(bucket: string, key: string): string | undefined {
    const asked = calls.getStore()?.asked;
    return asked?.bucket === bucket && asked.key === key ? asked.id : undefined;
  }

  /** Returns the requested version unless it is the current object. Throws if it does not exist. */
  function oldVersion(
    bucket: string,
    key: string,
    current: StoredObject | undefined,
  ): NonNullable<OldVersion["stored"]> | undefined {
    const id = askedId(bucket, key);
    if (id === undefined || (current && versionOf(current).id === id)) {
      return undefined;
    }
    const version = versions.of(bucket, key).find((each) => each.id === id);
    if (!version) {
      throw new S3Error("NoSuchVersion", "The specified version does not exist.", 404);
    }
    tell({ id });
    if (!version.stored) {
      tell({ id, marker: "found" });
      throw new S3Error(
        "MethodNotAllowed",
        "The specified method is not allowed against this resource.",
        405,
      );
    }
    return version.stored;
  }

  return class VersionedStore extends Base {
    override putObject(...args: Parameters<S3Store["putObject"]>): S3Object {
      return told(args[0], super.putObject(...args));
    }

    override completeMultipartUpload(...args: Parameters<S3Store["completeMultipartUpload"]>): S3Object {
      const bucket = files.upload(args[0])?.upload.bucket;
      const object = super.completeMultipartUpload(...args);
      return bucket === undefined ? object : told(bucket, object);
    }

    override getObject(bucket: string, key: string): S3Object {
      const old = oldVersion(bucket, key, this.#current(bucket, key));
      if (old) {
        const { object, data } = old;
        const body = sending.getStore() ? bodyOf(data, object.contentLength) : readFileSync(data);
        return { ...object, body };
      }
      this.#tellMarker(bucket, key);
      return told(bucket, super.getObject(bucket, key));
    }

    override headObject(bucket: string, key: string): S3Object {
      const isCopied = calls.getStore()?.asked?.copied === true;
      const old = isCopied ? undefined : oldVersion(bucket, key, this.#current(bucket, key));
      if (old) {
        return old.object;
      }
      this.#tellMarker(bucket, key);
      return told(bucket, super.headObject(bucket, key));
    }

    /** Deletes an object, or the version that is asked for, for good. */
    override deleteObject(bucket: string, key: string): void {
      const id = askedId(bucket, key);
      if (id !== undefined) {
        this.#deleteVersion(bucket, key, id);
        return;
      }
      // First: the object itself is not to go before it is known to be deleted.
      const marker = this.hasBucket(bucket) ? versions.addMarker(bucket, key) : undefined;
      super.deleteObject(bucket, key);
      if (marker) {
        tell({ id: marker.id, marker: "made" });
      }
    }

    #deleteVersion(bucket: string, key: string, id: string): void {
      const current = this.#current(bucket, key);
      const old = versions.of(bucket, key).find((version) => version.id === id);
      if (current && versionOf(current).id === id) {
        files.removeCurrent(bucket, key);
        super.deleteObject(bucket, key);
      } else if (old) {
        versions.remove(bucket, old);
      }
      const promoted = files.promote(bucket, key);
      if (promoted) {
        this.restoreObject(bucket, promoted);
      }
      tell({ id, ...(old && !old.stored && { marker: "found" as const }) });
    }

    /** Has a refusal say that the object is deleted, and by which version. */
    #tellMarker(bucket: string, key: string): void {
      const [newest] = versions.of(bucket, key);
      if (newest && !newest.stored && !this.#current(bucket, key)) {
        tell({ id: newest.id, marker: "found" });
      }
    }

    #current(bucket: string, key: string): StoredObject | undefined {
      return files.dataPath(bucket, key) === undefined ? undefined : super.headObject(bucket, key);
    }
  };
}
