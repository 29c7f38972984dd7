import { createHash, randomBytes } from "node:crypto";
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { link } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { SetAside } from "../../../disk/set-aside.ts";
import { writeWholeSync } from "../../../disk/write-whole.ts";
import type { S3Part, S3Persistence, S3Upload } from "../fauxqs-parts.ts";
import type { FileBytes } from "./file-bytes.ts";
import { partRecord, partText, uploadRecord, uploadText } from "./object-record.ts";
import { readRecord } from "../../../disk/read-record.ts";

/** A part that is on the disk. */
export type PartFile = { file: string; size: number; etag: string; checksumValue?: string };

/** Bytes of an object that are on their way to be a part. */
export type CopiedBytes = { file: string; size: number; etag: string };

type Upload = { upload: S3Upload; parts: Map<number, PartFile>; joined?: JoinedParts };

/** The parts' files, and the one that has them all once `done` is fulfilled. */
type JoinedParts = { parts: readonly string[]; file: string; done: Promise<void> };

/** Multipart uploads under way: a folder for each, with the parts' bytes on the disk alone. */
export class MultipartFiles {
  readonly #directory: string;
  readonly #setAside: SetAside;
  readonly #uploads = new Map<string, Upload>();

  constructor(directory: string, setAside: SetAside) {
    this.#directory = directory;
    this.#setAside = setAside;
    mkdirSync(directory, { recursive: true });
  }

  find(uploadId: string): Upload | undefined {
    return this.#uploads.get(uploadId);
  }

  all(): S3Upload[] {
    return [...this.#uploads.values()].map(({ upload }) => upload);
  }

  insert(upload: S3Upload): void {
    mkdirSync(this.#parts(upload.uploadId), { recursive: true });
    writeWholeSync(path.join(this.#folder(upload.uploadId), ".upload.json"), uploadText(upload));
    this.#uploads.set(upload.uploadId, { upload, parts: new Map() });
  }

  /** Writes a part, and takes its bytes out of memory: an upload may be larger than that. */
  upsertPart(uploadId: string, part: S3Part): void {
    const write = (file: string) => writeFileSync(file, part.body, { flag: "wx" });
    this.#put(uploadId, part, { size: part.body.length, write });
    part.body = Buffer.alloc(0);
  }

  /**
   * Copies bytes of an object into a file of the upload, for `moveCopy`, while other requests are served;
   * undefined if there is no such upload.
   */
  async copy(uploadId: string, bytes: FileBytes): Promise<CopiedBytes | undefined> {
    if (!this.#uploads.has(uploadId)) {
      return undefined;
    }
    const size = bytes.length;
    const file = path.join(this.#folder(uploadId), `${randomBytes(6).toString("hex")}.copied`);
    const md5 = createHash("md5");
    bytes.on("data", (chunk: Buffer) => md5.update(chunk));
    await pipeline(bytes, createWriteStream(file, { flags: "wx", highWaterMark: copyBytes }));
    return { file, size, etag: `"${md5.digest("hex")}"` };
  }

  /** Links a file into the upload, for `moveCopy`: no write may change it any more. */
  async link(uploadId: string, source: string): Promise<CopiedBytes | undefined> {
    if (!this.#uploads.has(uploadId)) {
      return undefined;
    }
    const md5 = createHash("md5");
    let size = 0;
    for await (const chunk of createReadStream(source, { highWaterMark: copyBytes })) {
      md5.update(chunk);
      size += chunk.length;
    }
    const file = path.join(this.#folder(uploadId), `${randomBytes(6).toString("hex")}.copied`);
    await link(source, file);
    return { file, size, etag: `"${md5.digest("hex")}"` };
  }

  /** Makes copied bytes a part. */
  moveCopy(uploadId: string, partNumber: number, { file, size, etag }: CopiedBytes): void {
    const part = { partNumber, etag, lastModified: new Date() };
    this.#put(uploadId, part, { size, write: (target) => renameSync(file, target) });
  }

  #put(
    uploadId: string,
    part: Omit<S3Part, "body">,
    { size, write }: { size: number; write: (file: string) => void },
  ): void {
    const folder = this.#parts(uploadId);
    const file = path.join(folder, `${part.partNumber}.${randomBytes(6).toString("hex")}.data`);
    const record = path.join(folder, `${part.partNumber}.meta.json`);
    try {
      write(file);
      writeWholeSync(record, partText(part, { size, data: path.basename(file) }));
    } catch (error) {
      rmSync(file, { force: true });
      throw error;
    }
    const parts = this.#uploads.get(uploadId)?.parts;
    const old = parts?.get(part.partNumber);
    if (old) {
      rmSync(old.file, { force: true });
    }
    const { etag, checksumValue } = part;
    parts?.set(part.partNumber, { file, size, etag, ...(checksumValue !== undefined && { checksumValue }) });
  }

  /**
   * Copies the parts one after the other into a file beside them, while other requests are served; once for
   * all who ask for the same parts. Does nothing if the upload lacks one of them.
   */
  async join(uploadId: string, numbers: readonly number[]): Promise<void> {
    const upload = this.#uploads.get(uploadId);
    const parts = upload && filesOf(upload, numbers);
    if (!upload || !parts) {
      return;
    }
    if (!isSame(upload.joined?.parts, parts)) {
      const file = path.join(this.#folder(uploadId), `${randomBytes(6).toString("hex")}.joined`);
      upload.joined = { parts, file, done: concatenate(parts, file) };
    }
    const { joined } = upload;
    const failure = await joined?.done.then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    // A part that was sent again meanwhile is another file, and an upload that was given up has none.
    if (!isSame(filesOf(upload, numbers), parts) || this.#uploads.get(uploadId) !== upload) {
      return this.join(uploadId, numbers);
    }
    if (failure) {
      delete upload.joined;
      throw failure.error;
    }
  }

  /**
   * Moves the joined parts to where an object's bytes are.
   *
   * Throws an Error if they have not been joined, or one of them was sent again since.
   */
  moveJoined(uploadId: string, numbers: readonly number[], target: string): void {
    const upload = this.#uploads.get(uploadId);
    if (!upload?.joined || !isSame(upload.joined.parts, filesOf(upload, numbers))) {
      throw new Error(`The parts ${numbers.join(", ")} of the upload ${uploadId} have not been joined`);
    }
    renameSync(upload.joined.file, target);
    delete upload.joined;
  }

  delete(uploadId: string): void {
    rmSync(this.#folder(uploadId), { recursive: true, force: true });
    this.#uploads.delete(uploadId);
  }

  deleteAll(): void {
    for (const uploadId of this.#uploads.keys()) {
      this.delete(uploadId);
    }
  }

  /**
   * Puts the uploads under way into the store. Sets aside what cannot be read: an upload without its record,
   * a part without all of its bytes.
   */
  load(...[store]: Parameters<S3Persistence["loadS3"]>): void {
    for (const name of readdirSync(this.#directory)) {
      const folder = this.#folder(name);
      const file = path.join(folder, ".upload.json");
      const record = readRecord(file, uploadRecord, (_, reason) => this.#setAside([folder], reason));
      if (!record) {
        // The record may be missing: the upload was begun, or given up, when the stage ended.
        this.#setAside([folder], "is no multipart upload under way");
        continue;
      }
      const upload: S3Upload = { ...record, parts: new Map() };
      this.#uploads.set(record.uploadId, { upload, parts: this.#loadParts(upload) });
      store.restoreMultipartUpload(upload);
    }
  }

  #loadParts({ uploadId, parts }: S3Upload): Map<number, PartFile> {
    const loaded = new Map<number, PartFile>();
    const folder = this.#parts(uploadId);
    const records = existsSync(folder)
      ? readdirSync(folder).filter((name) => name.endsWith(".meta.json"))
      : [];
    for (const name of records) {
      const recordFile = path.join(folder, name);
      const record = readRecord(recordFile, partRecord, this.#setAside);
      if (!record) {
        continue;
      }
      const { partNumber, data = `${partNumber}.data`, contentLength, ...rest } = record;
      const file = path.join(folder, data);
      const size = statSync(file, { throwIfNoEntry: false })?.size;
      if (size === undefined || (contentLength ?? size) !== size) {
        this.#setAside(
          [recordFile, file],
          `part ${partNumber} of the upload ${uploadId} does not have all of its bytes`,
        );
        continue;
      }
      loaded.set(partNumber, {
        file,
        size,
        etag: rest.etag,
        ...(rest.checksumValue !== undefined && { checksumValue: rest.checksumValue }),
      });
      parts.set(partNumber, { partNumber, body: Buffer.alloc(0), ...rest });
    }
    return loaded;
  }

  #folder(uploadId: string): string {
    return path.join(this.#directory, uploadId);
  }

  #parts(uploadId: string): string {
    return path.join(this.#folder(uploadId), "parts");
  }
}

/** Returns the files of the numbered parts; undefined if one is missing. */
function filesOf({ parts }: Upload, numbers: readonly number[]): string[] | undefined {
  const files = numbers.flatMap((number) => parts.get(number)?.file ?? []);
  return files.length === numbers.length ? files : undefined;
}

function isSame(left: readonly string[] | undefined, right: readonly string[] | undefined): boolean {
  return left !== undefined && right?.length === left.length && right.every((file, at) => file === left[at]);
}

async function concatenate(files: readonly string[], target: string): Promise<void> {
  const [only, another] = files;
  if (only !== undefined && another === undefined) {
    await link(only, target);
    return;
  }
  await pipeline(
    async function* () {
      for (const file of files) {
        yield* createReadStream(file, { highWaterMark: copyBytes });
      }
    },
    createWriteStream(target, { flags: "wx", highWaterMark: copyBytes }),
  );
}

const copyBytes = 1024 * 1024;
