import type { AsyncLocalStorage } from "node:async_hooks";
import { z } from "zod";
import type { FauxqsApp } from "../fauxqs-parts.ts";
import { FileBytes } from "./file-bytes.ts";
import type { ObjectFiles } from "./object-files.ts";
import { addressOf, type S3Action, s3Action, type S3Request } from "./s3-action.ts";

const querySchema = z.object({ uploadId: z.string() });

export type StreamHooks = {
  files: Pick<ObjectFiles, "joinParts">;
  /** True while a request is served that only sends the bytes of an object. */
  sending: AsyncLocalStorage<true>;
};

/**
 * Lets the local S3 send objects from the disk, and put the parts of an upload together while it serves other
 * requests. Must come right before the conditions of a write: a part that comes between the joining and the
 * write would be left out.
 */
export function addStreamHooks(app: FauxqsApp, { files, sending }: StreamHooks): void {
  app.addHook("preHandler", (request, _reply, done) => {
    if (actionOf(request) === "GetObject") {
      sending.run(true, done);
      return;
    }
    done();
  });
  app.addHook("preHandler", async (request) => {
    if (actionOf(request) === "CompleteMultipartUpload") {
      const { uploadId } = querySchema.parse(request.query);
      await files.joinParts(uploadId, partNumbers(String(request.body)));
    }
  });
}

type Request = Omit<S3Request, "key"> & { params: unknown };

function actionOf({ method, params, query, headers }: Request): S3Action | undefined {
  return s3Action({ method, key: addressOf({ params }).key, query, headers });
}

/**
 * Keeps Fastify from ending an answer that has only begun: it takes a handler that returns nothing, as those
 * of fauxqs do, for one that has sent nothing, unless all was sent at once. Must come before every hook that
 * waits.
 */
export function addSendHook(app: FauxqsApp): void {
  // An async function runs at once up to what it waits for, and this one waits for nothing.
  app.addHook("onSend", async (_request, reply, payload) => {
    if (payload instanceof FileBytes) {
      reply.hijack();
    }
    return payload;
  });
}

function partNumbers(xml: string): number[] {
  return [...xml.matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, number]) => Number(number));
}
