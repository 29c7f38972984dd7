import { TextDecoder } from "node:util";

/** Bytes looked at to tell the encoding. */
const headBytes = 65_536;

/**
 * Decodes the bytes of a text file in pieces: UTF-8 and UTF-16 by their byte order mark or their look,
 * otherwise Shift_JIS where the beginning is not UTF-8. Bytes that the encoding does not know become U+FFFD.
 */
export class TextDecoding {
  #decoder: TextDecoder | undefined;
  /** `utf-8`, `utf-16le`, `utf-16be` or `shift_jis`, once the first bytes are there. */
  encoding: string | undefined;

  push(bytes: Uint8Array): string {
    if (bytes.length === 0) {
      return "";
    }
    if (this.#decoder === undefined) {
      this.encoding = encodingOf(bytes.subarray(0, headBytes));
      this.#decoder = new TextDecoder(this.encoding);
    }
    return this.#decoder.decode(bytes, { stream: true });
  }

  end(): string {
    return this.#decoder?.decode() ?? "";
  }
}

function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) {
    return "utf-16le";
  }
  if (head[0] === 0xfe && head[1] === 0xff) {
    return "utf-16be";
  }
  // Text that begins with ASCII has a zero in each pair of bytes under UTF-16.
  if (head.length >= 4 && head[0] === 0 && head[2] === 0) {
    return "utf-16be";
  }
  if (head.length >= 4 && head[1] === 0 && head[3] === 0) {
    return "utf-16le";
  }
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return "utf-8";
  } catch {
    return "shift_jis";
  }
}
