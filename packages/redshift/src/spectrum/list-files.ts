import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { parseS3Location, s3Url } from "../catalog/s3-location.ts";
import { asStorageError, notSupported } from "../errors.ts";
import type { Storage, StorageObject } from "../storage.ts";

/**
 * A data file of an external table: `path` is what DuckDB opens, `url` what `"$path"` shows, `size` in bytes.
 */
export type DataFile = { path: string; key: string; url: string; size: number };

export type FileListing = {
  storage: Storage;
  /** Where objects that are not plain files are downloaded to. */
  downloadDirectory: string;
  signal: AbortSignal;
};

/**
 * Returns the data files under the location of a table or a partition, including those of sub-folders,
 * without hidden files and folder markers. Throws `storage_error` where S3 refuses, as for a bucket that does
 * not exist.
 * https://docs.aws.amazon.com/redshift/latest/dg/c-spectrum-external-tables.html
 */
export async function listFiles(location: string, listing: FileListing): Promise<DataFile[]> {
  try {
    return await findFiles(location, listing);
  } catch (error) {
    throw asStorageError(error, "Spectrum Scan Error: ");
  }
}

async function findFiles(location: string, listing: FileListing): Promise<DataFile[]> {
  const { bucket, key } = parseS3Location(location);
  const folder = key === "" || key.endsWith("/") ? key : `${key}/`;
  const files: DataFile[] = [];
  for await (const page of listing.storage.list(bucket, folder)) {
    listing.signal.throwIfAborted();
    for (const object of page.filter(isData)) {
      const filePath = inPlace(bucket, object.key, listing) ?? (await download(bucket, object.key, listing));
      files.push({
        path: filePath,
        key: object.key,
        url: s3Url({ bucket, key: object.key }),
        size: object.size,
      });
    }
  }
  if (files.length === 0 && folder !== key) {
    await refuseManifest(location, listing.storage);
  }
  return files;
}

/**
 * DuckDB reads a path with one of these as a glob, so the file is copied under a plain name.
 */
const patternCharacters = /[*?[\]]/u;

function inPlace(bucket: string, key: string, { storage }: FileListing): string | undefined {
  const file = storage.localPath(bucket, key);
  return file === undefined || patternCharacters.test(file) ? undefined : file;
}

function isData({ key, size }: StorageObject): boolean {
  const name = key.slice(key.lastIndexOf("/") + 1);
  const hidden = name.startsWith("_") || name.startsWith(".") || name.startsWith("#") || name.endsWith("~");
  return name !== "" && !hidden && size > 0;
}

/** In Redshift a location may name a manifest. Here it is refused, rather than read as an empty table. */
async function refuseManifest(location: string, storage: Storage): Promise<void> {
  const { bucket, key } = parseS3Location(location);
  for await (const page of storage.list(bucket, key)) {
    if (page.some((object) => object.key === key)) {
      throw notSupported(`the location "${location}", which names an object and not a folder,`);
    }
  }
}

async function download(bucket: string, key: string, listing: FileListing): Promise<string> {
  const file = path.join(listing.downloadDirectory, `input-${randomUUID()}`);
  await pipeline(await listing.storage.read(bucket, key), createWriteStream(file), {
    signal: listing.signal,
  });
  return file;
}
