import path from "node:path";
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { DirectoryEntry } from "./directory-entry.ts";
import { absolutePath, fileKey, folderPrefix, type HomeDirectory } from "./home-directory.ts";
import { SftpFailure } from "./sftp-failure.ts";

/** Entries of an answer to READDIR: a packet of SSH holds about a thousand short names. */
const pageEntries = 100;

/** CopyObject copies no larger object: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
const maxCopiedBytes = 5 * 1024 ** 3;

/**
 * A user's files and folders in S3, by their paths. A folder is there while a key begins with it, or its
 * marker is there: an empty object whose key ends in a slash.
 */
export class UserFiles {
  readonly #s3: S3Client;
  readonly #home: HomeDirectory;

  constructor(s3: S3Client, home: HomeDirectory) {
    this.#s3 = s3;
    this.#home = home;
  }

  /**
   * Returns what a path leads to, or undefined if nothing is there. It lists and reads no object, because S3
   * tells a missing object from a forbidden one only to whoever may list the whole bucket.
   */
  async find(given: string): Promise<DirectoryEntry | undefined> {
    const name = path.posix.basename(absolutePath(given));
    if (name === "") {
      return { kind: "folder", name: "/" };
    }
    const key = fileKey(this.#home, given);
    const [first] = await this.#first(key);
    if (first?.Key === key) {
      const { Size: size = 0, LastModified: modified = new Date(0), ETag: eTag = "" } = first;
      return { kind: "file", name, size, modified, eTag };
    }
    const [inside] = await this.#first(`${key}/`);
    return inside ? { kind: "folder", name } : undefined;
  }

  /** Returns what a path leads to. Throws SftpFailure NO_SUCH_FILE if nothing is there. */
  async get(given: string): Promise<DirectoryEntry> {
    const found = await this.find(given);
    if (!found) {
      throw new SftpFailure("NO_SUCH_FILE", `${absolutePath(given)} does not exist`);
    }
    return found;
  }

  /** Yields the entries of a folder, a page at a time. */
  async *pages(folder: string): AsyncGenerator<DirectoryEntry[]> {
    const prefix = folderPrefix(this.#home, folder);
    const given = { Bucket: this.#home.bucket, Prefix: prefix, Delimiter: "/" };
    for await (const page of paginateListObjectsV2({ client: this.#s3, pageSize: pageEntries }, given)) {
      const folders = (page.CommonPrefixes ?? []).map(({ Prefix = "" }): DirectoryEntry => ({
        kind: "folder",
        name: Prefix.slice(prefix.length, -1),
      }));
      const files = (page.Contents ?? []).map(
        ({
          Key = "",
          Size: size = 0,
          LastModified: modified = new Date(0),
          ETag: eTag = "",
        }): DirectoryEntry => ({
          kind: "file",
          name: Key.slice(prefix.length),
          size,
          modified,
          eTag,
        }),
      );
      // The folder's own marker, and a folder without a name, are no entries.
      const entries = [...folders, ...files].filter(({ name }) => name !== "");
      if (entries.length > 0) {
        yield entries;
      }
    }
  }

  /** Makes a folder's marker. Throws SftpFailure FAILURE for a path where something is. */
  async makeFolder(given: string): Promise<void> {
    if (await this.find(given)) {
      throw new SftpFailure("FAILURE", `${absolutePath(given)} exists`);
    }
    await this.#s3.send(
      new PutObjectCommand({
        Bucket: this.#home.bucket,
        Key: folderPrefix(this.#home, given),
        Body: "",
        ContentLength: 0,
      }),
    );
  }

  /** Removes an empty folder. Throws SftpFailure if it is none, or has files. */
  async removeFolder(given: string): Promise<void> {
    const { kind } = await this.get(given);
    const marker = folderPrefix(this.#home, given);
    if (kind === "file" || marker === this.#home.prefix) {
      throw new SftpFailure("FAILURE", `${absolutePath(given)} is no folder that can be removed`);
    }
    const inside = await this.#first(marker, 2);
    if (inside.some(({ Key }) => Key !== marker)) {
      throw new SftpFailure("FAILURE", `${absolutePath(given)} is not empty`);
    }
    await this.#delete(marker);
  }

  /** Removes a file. Throws SftpFailure if it is none. */
  async remove(given: string): Promise<void> {
    await this.#file(given);
    await this.#delete(fileKey(this.#home, given));
  }

  /**
   * Renames a file: copies it, over what is there, and deletes it. Throws SftpFailure for a folder, which
   * Transfer Family does not rename on S3.
   */
  async rename(from: string, to: string): Promise<void> {
    const { size } = await this.#file(from);
    const [source, target] = [fileKey(this.#home, from), fileKey(this.#home, to)];
    if ((await this.find(to))?.kind === "folder") {
      throw new SftpFailure("FAILURE", `${absolutePath(to)} is a folder`);
    }
    if (size > maxCopiedBytes) {
      throw new SftpFailure("FAILURE", `S3 copies at most ${maxCopiedBytes} bytes, and the file has ${size}`);
    }
    if (source === target) {
      return;
    }
    const { bucket } = this.#home;
    const CopySource = `${bucket}/${source.split("/").map(encodeURIComponent).join("/")}`;
    await this.#s3.send(new CopyObjectCommand({ Bucket: bucket, Key: target, CopySource }));
    await this.#delete(source);
  }

  async #file(given: string): Promise<DirectoryEntry & { kind: "file" }> {
    const found = await this.get(given);
    if (found.kind === "folder") {
      throw new SftpFailure("OP_UNSUPPORTED", `${absolutePath(given)} is a folder`);
    }
    return found;
  }

  async #first(prefix: string, maxKeys = 1) {
    const { bucket: Bucket } = this.#home;
    const asked = new ListObjectsV2Command({ Bucket, Prefix: prefix, MaxKeys: maxKeys });
    const { Contents: contents = [] } = await this.#s3.send(asked);
    return contents;
  }

  async #delete(Key: string): Promise<void> {
    await this.#s3.send(new DeleteObjectCommand({ Bucket: this.#home.bucket, Key }));
  }
}
