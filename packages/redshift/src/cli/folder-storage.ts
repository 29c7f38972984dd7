import { copyFile, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Storage, StorageObject } from "../storage.ts";

/**
 * Buckets that are folders of a directory, and objects that are files in them: an S3 for a run without a
 * server.
 */
export type FolderStorage = Storage & { write(bucket: string, key: string, body: string): Promise<void> };

/** Opens the buckets below a directory. A bucket exists once it has an object. */
export function folderStorage(directory: string): FolderStorage {
  const fileOf = (bucket: string, key: string): string => path.join(directory, bucket, key);
  return {
    async *list(bucket, prefix) {
      const folder = path.join(directory, bucket);
      const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
      const keys = names
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
        .filter((key) => key.startsWith(prefix))
        .toSorted();
      const objects: StorageObject[] = [];
      for (const key of keys) {
        objects.push({ key, size: (await stat(fileOf(bucket, key))).size });
      }
      yield objects;
    },
    localPath: fileOf,
    read(bucket, key) {
      throw new Error(`s3://${bucket}/${key} is a file, which is read in place`);
    },
    async put(bucket, key, { filePath }) {
      await mkdir(path.dirname(fileOf(bucket, key)), { recursive: true });
      await copyFile(filePath, fileOf(bucket, key));
    },
    async delete(bucket, keys) {
      for (const key of keys) {
        await rm(fileOf(bucket, key));
      }
    },
    async write(bucket, key, body) {
      await mkdir(path.dirname(fileOf(bucket, key)), { recursive: true });
      await writeFile(fileOf(bucket, key), body);
    },
  };
}
