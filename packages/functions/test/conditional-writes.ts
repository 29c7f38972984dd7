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
 * Keeps the conditions `If-None-Match: *` and `If-Match` of PutObject for an S3 that does not know them: one
 * conditional write after the other, each refused if its key has an object, or another one than is named.
 */
export class ConditionalWrites {
  #last: Promise<void> = Promise.resolve();

  /**
   * Calls `write` when no other conditional write is under way; `refuse` if the condition does not hold.
   * Other requests are written at once.
   */
  async write({ method, url, headers }: ConditionalRequest, { write, refuse }: Outcomes): Promise<void> {
    const absent = headers["if-none-match"] === "*";
    const expected = headers["if-match"];
    if (method !== "PUT" || (!absent && expected === undefined)) {
      await write();
      return;
    }
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await before;
    try {
      const found = await fetch(url, { method: "HEAD" });
      const etag = found.status === 200 ? found.headers.get("etag") : null;
      await ((absent ? etag === null : etag === expected) ? write() : refuse());
    } finally {
      resolve();
    }
  }
}

type Outcomes = { write: () => Promise<void>; refuse: () => Promise<void> | void };
