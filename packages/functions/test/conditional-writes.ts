import type { IncomingHttpHeaders } from "node:http";

/** What S3 answers to `If-None-Match: *` where the key has an object. */
export const preconditionFailed = {
  status: 412,
  contentType: "application/xml",
  body:
    "<Error><Code>PreconditionFailed</Code>" +
    "<Message>At least one of the pre-conditions you specified did not hold</Message></Error>",
};

export type ConditionalRequest = { method: string; url: string; headers: IncomingHttpHeaders };

/**
 * Keeps the condition `If-None-Match: *` of PutObject for an S3 that does not know it: one conditional write
 * after the other, each refused if its key has an object.
 */
export class ConditionalWrites {
  #last: Promise<void> = Promise.resolve();

  /**
   * Calls `write` when no other conditional write is under way; `refuse` if the object is there. Other
   * requests are written at once.
   */
  async write(request: ConditionalRequest, { write, refuse }: Outcomes): Promise<void> {
    if (request.method !== "PUT" || request.headers["if-none-match"] !== "*") {
      await write();
      return;
    }
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await before;
    try {
      const { status } = await fetch(request.url, { method: "HEAD" });
      await (status === 200 ? refuse() : write());
    } finally {
      resolve();
    }
  }
}

type Outcomes = { write: () => Promise<void>; refuse: () => Promise<void> | void };
