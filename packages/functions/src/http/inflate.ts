import {
  createGunzip,
  createInflate,
  createInflateRaw,
  type Gunzip,
  type Inflate,
  type InflateRaw,
} from "node:zlib";
import { RequestError } from "../errors.ts";

type Inflating = { encoding: "gzip" | "deflate"; maxBytes: number };

/**
 * Decompresses a body. Throws RequestError if it is damaged, has bytes after its end, or inflates beyond
 * `maxBytes`.
 */
export async function inflateWithin(bytes: Buffer, { encoding, maxBytes }: Inflating): Promise<Buffer> {
  const inflater = inflaterOf(bytes, encoding);
  inflater.end(bytes);
  const inflated = await gather(inflater, maxBytes).catch((cause: unknown) => {
    throw cause instanceof RequestError
      ? cause
      : new RequestError(
          "InvalidBody",
          `The body is not valid ${encoding}; API Gateway breaks compressed bodies that are sent as text: send them as application/gzip`,
          { cause },
        );
  });
  // zlib ignores what follows a zero byte there: reports that would be acknowledged and never read.
  if (inflater.bytesWritten < bytes.length) {
    throw new RequestError("InvalidBody", `The body has bytes after the end of its ${encoding} data`);
  }
  return inflated;
}

function inflaterOf(bytes: Buffer, encoding: "gzip" | "deflate"): Gunzip | Inflate | InflateRaw {
  if (encoding === "gzip") {
    return createGunzip();
  }
  // The coding is zlib's format, but some clients send raw deflate:
  // https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.2
  const [first = 0, second = 0] = bytes;
  const isZlib = (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
  return isZlib ? createInflate() : createInflateRaw();
}

async function gather(stream: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of stream) {
    length += piece.length;
    if (length > maxBytes) {
      throw new RequestError("RequestTooLarge", `The body holds more than ${maxBytes} bytes`);
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
