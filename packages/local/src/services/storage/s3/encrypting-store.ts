import type { AsyncLocalStorage } from "node:async_hooks";
import { type Encryption, encryptionSchema, s3ManagedEncryption } from "./encryption.ts";
import type { FauxqsParts, Stores } from "../fauxqs-parts.ts";

type S3Store = Stores["s3Store"];
type S3Object = ReturnType<S3Store["getObject"]>;

/** A request's encryption on its way through fauxqs, whose own functions know nothing of it. */
export type EncryptionCall = {
  /** Of the object that the request writes. */
  given?: Encryption;
  /** Of the object that the request wrote or read: what its answer says. */
  told?: Encryption;
};

/**
 * Among the user metadata of an object, which fauxqs keeps on the disk. No client's can have this name: no
 * header has a space.
 */
const field = "server-side encryption";

/**
 * Returns the store of fauxqs, keeping how each object is encrypted. An object from before that is AES256, as
 * is one that no request wrote.
 */
export function encryptingStore(
  Base: FauxqsParts["S3Store"],
  calls: AsyncLocalStorage<EncryptionCall>,
): S3Store {
  class EncryptingStore extends Base {
    readonly #uploads = new Map<string, Encryption>();

    override putObject(...args: Parameters<S3Store["putObject"]>): S3Object {
      const [bucket, key, body, contentType, metadata, ...rest] = args;
      const given = calls.getStore()?.given ?? s3ManagedEncryption;
      return tell(super.putObject(bucket, key, body, contentType, withEncryption(metadata, given), ...rest));
    }

    override getObject(...args: Parameters<S3Store["getObject"]>): S3Object {
      return tell(super.getObject(...args));
    }

    override headObject(...args: Parameters<S3Store["headObject"]>): S3Object {
      return tell(super.headObject(...args));
    }

    override createMultipartUpload(...args: Parameters<S3Store["createMultipartUpload"]>): string {
      const [bucket, key, contentType, metadata, ...rest] = args;
      const given = calls.getStore()?.given ?? s3ManagedEncryption;
      const kept = withEncryption(metadata, given);
      const uploadId = super.createMultipartUpload(bucket, key, contentType, kept, ...rest);
      this.#uploads.set(uploadId, given);
      setTold(given);
      return uploadId;
    }

    override restoreMultipartUpload(...args: Parameters<S3Store["restoreMultipartUpload"]>): void {
      const [{ uploadId, metadata }] = args;
      this.#uploads.set(uploadId, readEncryption(metadata));
      super.restoreMultipartUpload(...args);
    }

    override uploadPart(...args: Parameters<S3Store["uploadPart"]>): ReturnType<S3Store["uploadPart"]> {
      const answer = super.uploadPart(...args);
      setTold(this.#uploads.get(args[0]) ?? s3ManagedEncryption);
      return answer;
    }

    override completeMultipartUpload(...args: Parameters<S3Store["completeMultipartUpload"]>): S3Object {
      const object = tell(super.completeMultipartUpload(...args));
      this.#uploads.delete(args[0]);
      return object;
    }

    override abortMultipartUpload(uploadId: string): void {
      super.abortMultipartUpload(uploadId);
      this.#uploads.delete(uploadId);
    }
  }

  /**
   * Takes what is not the client's out of the object's metadata, and keeps it for the answer. A copy sets its
   * target last.
   */
  function tell(object: S3Object): S3Object {
    setTold(readEncryption(object.metadata));
    const { [field]: _, ...metadata } = object.metadata;
    return { ...object, metadata };
  }

  function setTold(encryption: Encryption): void {
    const call = calls.getStore();
    if (call) {
      call.told = encryption;
    }
  }

  return new EncryptingStore();
}

function withEncryption(metadata: Record<string, string> | undefined, encryption: Encryption) {
  return { ...metadata, [field]: JSON.stringify(encryption) };
}

function readEncryption({ [field]: kept }: Record<string, string>): Encryption {
  return kept === undefined ? s3ManagedEncryption : encryptionSchema.parse(JSON.parse(kept));
}
