import type { IncomingMessage } from "node:http";

/** The body is larger than its reader takes. */
export class BodyTooLargeError extends Error {
  override readonly name = "BodyTooLargeError";
}

/**
 * The whole body.
 *
 * @throws BodyTooLargeError as soon as it is over the limit.
 */
export async function readBody(
  request: IncomingMessage,
  maximumBytes = Number.POSITIVE_INFINITY,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maximumBytes) throw new BodyTooLargeError(`The body is over ${maximumBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export async function readText(request: IncomingMessage): Promise<string> {
  return (await readBody(request)).toString("utf8");
}
