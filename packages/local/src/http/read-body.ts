import type { IncomingMessage } from "node:http";

/** The body is larger than its reader allows. */
export class BodyTooLargeError extends Error {
  override readonly name = "BodyTooLargeError";
}

/**
 * Returns the whole body.
 *
 * Throws BodyTooLargeError as soon as the body exceeds the limit, or at once if it is announced to do so.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) {
    throw tooLarge(maxBytes);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw tooLarge(maxBytes);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export async function readText(request: IncomingMessage): Promise<string> {
  return (await readBody(request, Number.POSITIVE_INFINITY)).toString("utf8");
}

function tooLarge(maxBytes: number): BodyTooLargeError {
  return new BodyTooLargeError(`The body is over ${maxBytes} bytes`);
}
