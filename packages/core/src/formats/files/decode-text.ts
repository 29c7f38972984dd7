import { TextDecoder } from "node:util";

/** Number of bytes from which the encoding is detected. */
const headBytes = 65_536;

/**
 * Decodes the bytes of a text file in pieces: detects UTF-16 and UTF-8 by their byte order mark or their
 * first bytes, and takes anything else for Shift_JIS. Invalid bytes become U+FFFD.
 */
export class TextDecoding {
  #decoder: TextDecoder | undefined;
  /** `utf-8`, `utf-16le`, `utf-16be` or `shift_jis`; known once the first bytes are. */
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
  // In UTF-16, text that begins with ASCII has a zero in each pair of bytes.
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
