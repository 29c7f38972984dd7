import type { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { FauxqsParts, S3Object, S3Upload, Stores } from "../fauxqs-parts.ts";
import type { Copy } from "./copy-hooks.ts";
import { bodyOf, type FileBytes, fileBytesOf } from "./file-bytes.ts";
import type { PartFile } from "./multipart-files.ts";
import type { ObjectFiles } from "./object-files.ts";

type S3Store = Stores["s3Store"];
type PartSpec = Parameters<S3Store["completeMultipartUpload"]>[1][number];

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const minPartBytes = 5 * 1024 * 1024;

/** What became of an upload; `parts` is how they were asked for. */
type Completed = { bucket: string; object: S3Object; parts: string };

/** Uploads that an answer may still be lost of. */
const maxRemembered = 1_000;

/**
 * Returns the class of fauxqs's store with objects that stay on the disk: fauxqs puts uploads together, and
 * sends objects, in memory, where one of some gigabytes does not fit.
 */
export function streamingStore(
  fauxqs: FauxqsParts,
  files: ObjectFiles,
  { sending, copying }: { sending: AsyncLocalStorage<true>; copying: AsyncLocalStorage<Copy> },
): new () => S3Store {
  return class StreamingStore extends fauxqs.S3Store {
    readonly #completed = new Map<string, Completed>();

    override getObject(bucket: string, key: string): S3Object {
      const file = sending.getStore() ? files.dataPath(bucket, key) : undefined;
      if (file === undefined) {
        return super.getObject(bucket, key);
      }
      const object = super.headObject(bucket, key);
      return { ...object, body: bodyOf(file, object.contentLength) };
    }

    override putObject(...args: Parameters<S3Store["putObject"]>): S3Object {
      const [bucket, key, body, ...rest] = args;
      const bytes = fileBytesOf(body);
      const copy = bytes && copying.getStore();
      if (!bytes || !this.hasBucket(bucket)) {
        return super.putObject(...args);
      }
      // Another object has come in the place of the source since.
      if (!isOf(bytes, copy)) {
        return super.putObject(bucket, key, readWhole(bytes), ...rest);
      }
      const object = copiedObject({ key, contentLength: copy.length, etag: copy.etag }, rest);
      files.linkObject(bucket, object, copy.file);
      this.restoreObject(bucket, object);
      return object;
    }

    override uploadPart(...args: Parameters<S3Store["uploadPart"]>): ReturnType<S3Store["uploadPart"]> {
      const [uploadId, partNumber, body] = args;
      const bytes = fileBytesOf(body);
      const copy = bytes && copying.getStore();
      if (!bytes) {
        return super.uploadPart(...args);
      }
      if (!isOf(bytes, copy) || !copy.copied || !files.upload(uploadId)) {
        return super.uploadPart(uploadId, partNumber, readWhole(bytes));
      }
      files.putCopiedPart(uploadId, partNumber, copy.copied);
      return { etag: copy.etag };
    }

    override completeMultipartUpload(uploadId: string, specs: PartSpec[]): S3Object {
      const found = files.upload(uploadId);
      if (!found) {
        return this.#completeAgain(uploadId, specs);
      }
      const { bucket } = found.upload;
      const parts = chosenParts(found.parts, specs, fauxqs);
      const object = joinedObject(found.upload, parts, fauxqs);
      files.completeMultipartUpload(uploadId, bucket, object);
      this.restoreObject(bucket, object);
      // Forgets the upload: its files are gone already.
      super.abortMultipartUpload(uploadId);
      this.#remember(uploadId, { bucket, object, parts: JSON.stringify(specs) });
      return object;
    }

    /**
     * A client that lost the answer asks again for the same, and gets it as long as the object is there:
     * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
     */
    #completeAgain(uploadId: string, specs: PartSpec[]): S3Object {
      const completed = this.#completed.get(uploadId);
      const { bucket = "", object } = completed?.parts === JSON.stringify(specs) ? completed : {};
      const isThere = object && files.dataPath(bucket, object.key) && super.headObject(bucket, object.key);
      // An upload that is not there is refused as fauxqs does it.
      return isThere === object && object ? object : super.completeMultipartUpload(uploadId, specs);
    }

    #remember(uploadId: string, completed: Completed): void {
      this.#completed.set(uploadId, completed);
      const [oldest] = this.#completed.keys();
      if (this.#completed.size > maxRemembered && oldest !== undefined) {
        this.#completed.delete(oldest);
      }
    }
  };
}

function isOf({ file, start, length }: FileBytes, copy: Copy | undefined): copy is Copy {
  return copy?.file === file && copy.start === start && copy.length === length;
}

function readWhole({ file, start, length }: FileBytes): Buffer {
  return readFileSync(file).subarray(start, start + length);
}

type Described =
  Parameters<S3Store["putObject"]> extends [string, string, Buffer, ...infer Rest] ? Rest : never;

/** Returns the object that fauxqs makes of the same, without its bytes. */
function copiedObject(
  known: Pick<S3Object, "key" | "contentLength" | "etag">,
  [contentType = "application/octet-stream", metadata = {}, system, checksum]: Described,
): S3Object {
  return {
    ...known,
    body: Buffer.alloc(0),
    contentType,
    lastModified: new Date(),
    metadata,
    ...system,
    ...(checksum && {
      checksumAlgorithm: checksum.algorithm,
      checksumValue: checksum.value,
      checksumType: checksum.type,
      ...(checksum.partChecksums && { partChecksums: checksum.partChecksums }),
    }),
  };
}

type NumberedPart = PartFile & { partNumber: number };

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html#API_CompleteMultipartUpload_Errors
 */
function chosenParts(
  parts: ReadonlyMap<number, PartFile>,
  specs: readonly PartSpec[],
  { S3Error }: FauxqsParts,
): NumberedPart[] {
  return specs.map(({ partNumber, etag }, index) => {
    if (partNumber <= (specs[index - 1]?.partNumber ?? 0)) {
      throw new S3Error("InvalidPartOrder", "The list of parts was not in ascending order.", 400);
    }
    const part = parts.get(partNumber);
    if (part?.etag.replaceAll('"', "") !== etag.replaceAll('"', "")) {
      throw new S3Error(
        "InvalidPart",
        `Part ${partNumber} could not be found with the entity tag ${etag}.`,
        400,
      );
    }
    if (part.size < minPartBytes && index < specs.length - 1) {
      const message = "Your proposed upload is smaller than the minimum allowed size";
      throw new S3Error("EntityTooSmall", message, 400);
    }
    return { ...part, partNumber };
  });
}

function joinedObject(
  upload: S3Upload,
  parts: readonly NumberedPart[],
  { computeCompositeChecksum }: FauxqsParts,
): S3Object {
  const { key, contentType, metadata, checksumAlgorithm } = upload;
  const { contentLanguage, contentDisposition, cacheControl, contentEncoding } = upload;
  let offset = 0;
  const boundaries = parts.map(({ partNumber, size }) => {
    offset += size;
    return { partNumber, offset: offset - size, length: size };
  });
  const partChecksums = parts.flatMap(({ checksumValue }) => checksumValue ?? []);
  return {
    key,
    body: Buffer.alloc(0),
    contentType,
    contentLength: offset,
    etag: joinedEtag(parts),
    lastModified: new Date(),
    metadata,
    parts: boundaries,
    ...(contentLanguage !== undefined && { contentLanguage }),
    ...(contentDisposition !== undefined && { contentDisposition }),
    ...(cacheControl !== undefined && { cacheControl }),
    ...(contentEncoding !== undefined && { contentEncoding }),
    ...(checksumAlgorithm !== undefined &&
      partChecksums.length > 0 && {
        checksumAlgorithm,
        checksumValue: computeCompositeChecksum(checksumAlgorithm, partChecksums),
        checksumType: "COMPOSITE",
        partChecksums,
      }),
  };
}

/**
 * Returns the MD5 of the parts' MD5s, and their number:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
function joinedEtag(parts: readonly PartFile[]): string {
  const hash = createHash("md5");
  for (const { etag } of parts) {
    hash.update(Buffer.from(etag.replaceAll('"', ""), "hex"));
  }
  return `"${hash.digest("hex")}-${parts.length}"`;
}
