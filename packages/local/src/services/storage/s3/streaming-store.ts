import { createHash } from "node:crypto";
import type { FauxqsParts, S3Object, S3Upload, Stores } from "../fauxqs-parts.ts";
import type { PartFile } from "./multipart-files.ts";
import type { ObjectFiles } from "./object-files.ts";

type S3Store = Stores["s3Store"];
type PartSpec = Parameters<S3Store["completeMultipartUpload"]>[1][number];

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const minPartBytes = 5 * 1024 * 1024;

/**
 * Returns the class of fauxqs's store with uploads that are put together on the disk: fauxqs does it in
 * memory, where an object of some gigabytes does not fit.
 */
export function streamingStore(fauxqs: FauxqsParts, files: ObjectFiles): new () => S3Store {
  return class StreamingStore extends fauxqs.S3Store {
    override completeMultipartUpload(uploadId: string, specs: PartSpec[]): S3Object {
      const found = files.upload(uploadId);
      // An upload that is not there is refused as fauxqs does it.
      if (!found) {
        return super.completeMultipartUpload(uploadId, specs);
      }
      const parts = chosenParts(found.parts, specs, fauxqs);
      const object = joinedObject(found.upload, parts, fauxqs);
      files.completeMultipartUpload(uploadId, found.upload.bucket, object);
      this.restoreObject(found.upload.bucket, object);
      // Forgets the upload: its files are gone already.
      super.abortMultipartUpload(uploadId);
      return object;
    }
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
