import type { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { z } from "zod";
import type { FauxqsApp, S3Object, Stores } from "../fauxqs-parts.ts";
import { type FileBytes, fileBytesOf } from "./file-bytes.ts";
import type { CopiedBytes } from "./multipart-files.ts";
import type { ObjectFiles } from "./object-files.ts";
import { addressOf, s3Action } from "./s3-action.ts";

/** What a copy is made of: bytes of an object's file, with the MD5 of all of them. */
export type Copy = {
  file: string;
  start: number;
  length: number;
  etag: string;
  /** Where the bytes of a part are already. */
  copied?: CopiedBytes;
};

export type CopyHooks = {
  files: Pick<ObjectFiles, "copyForPart">;
  store: Pick<Stores["s3Store"], "getObject">;
  /** True while objects are read as files: `streamingStore`. */
  sending: AsyncLocalStorage<true>;
  copying: AsyncLocalStorage<Copy>;
};

const partSchema = z.object({ uploadId: z.string() });

/**
 * Lets the local S3 copy objects and parts by way of the disk, while it serves other requests: fauxqs has
 * them in memory. Must come before the conditions of a write and after all that refuses a request.
 */
export function addCopyHooks(app: FauxqsApp, { files, store, sending, copying }: CopyHooks): void {
  const prepared = new WeakMap<object, Copy>();

  async function prepare(request: Parameters<typeof addressOf>[0] & Asked): Promise<Copy | undefined> {
    const { method, query, headers } = request;
    const source = sourceOf(headers["x-amz-copy-source"]);
    const bytes = source && sending.run(true, () => lookUp(store, source));
    if (!bytes) {
      return undefined;
    }
    const { body, etag } = bytes;
    const action = s3Action({ method, query, headers, key: addressOf(request).key });
    if (action === "CopyObject") {
      const { file, start, length } = body;
      return { file, start, length, etag: isMd5(etag) ? etag : await md5Of(body) };
    }
    const part = partSchema.safeParse(query);
    const range = rangeOf(body, headers["x-amz-copy-source-range"]);
    if (action !== "UploadPart" || !part.success || !range) {
      return undefined;
    }
    const { file, start, length } = range;
    const copied = await files.copyForPart(part.data.uploadId, range);
    if (!copied) {
      return undefined;
    }
    return { file, start, length, etag: copied.etag, copied };
  }

  app.addHook("preHandler", async (request) => {
    const copy = request.headers["x-amz-copy-source"] === undefined ? undefined : await prepare(request);
    if (copy) {
      prepared.set(request, copy);
    }
  });
  app.addHook("preHandler", (request, _reply, done) => {
    const copy = prepared.get(request);
    if (copy) {
      sending.run(true, () => copying.run(copy, done));
      return;
    }
    done();
  });
  // Of a copy that was refused after all: the file of one that was taken has another name.
  app.addHook("onResponse", async (request) => {
    const copied = prepared.get(request)?.copied;
    if (copied) {
      await rm(copied.file, { force: true });
    }
  });
}

type Asked = { method: string; query: unknown; headers: Record<string, string | string[] | undefined> };

/** Returns the bucket and the key that a copy names; undefined where fauxqs refuses the name. */
function sourceOf(header: string | string[] | undefined): { bucket: string; key: string } | undefined {
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decodeURIComponent(String(header))) ?? [];
  return bucket === undefined || key === undefined ? undefined : { bucket, key };
}

/** Returns undefined for an object that cannot be read: the copy itself says why. */
function lookUp(
  store: CopyHooks["store"],
  { bucket, key }: { bucket: string; key: string },
): { body: FileBytes; etag: string } | undefined {
  let object: S3Object;
  try {
    object = store.getObject(bucket, key);
  } catch {
    return undefined;
  }
  const body = fileBytesOf(object.body);
  return body && { body, etag: object.etag };
}

/** Returns the bytes that a part copies; undefined for a range that fauxqs refuses. */
function rangeOf(bytes: FileBytes, header: string | string[] | undefined): FileBytes | undefined {
  if (header === undefined) {
    return bytes;
  }
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(String(header)) ?? [];
  const [start, end] = [Number(first), Number(last)];
  return start <= end && start < bytes.length ? bytes.subarray(start, end + 1) : undefined;
}

/** The ETag of an object that was put together from parts is none. */
function isMd5(etag: string): boolean {
  return /^"[0-9a-f]{32}"$/.test(etag);
}

async function md5Of(bytes: AsyncIterable<Buffer>): Promise<string> {
  const md5 = createHash("md5");
  for await (const chunk of bytes) {
    md5.update(chunk);
  }
  return `"${md5.digest("hex")}"`;
}
