import { TextDecoder } from "node:util";
import { containerKind, fileKind, otherKind } from "../formats/files/file-kind.ts";

/**
 * Returns the line of headings of a file that can be read in parts: a CSV in UTF-8 without quotes, as far as
 * its beginning shows. Undefined for any other, and where the first line is longer than the beginning.
 */
export function splittableHeadings(head: Uint8Array): string | undefined {
  if (containerKind(head) !== undefined || otherKind(head) !== undefined || head.includes(0)) {
    return undefined;
  }
  const text = decoded(head);
  if (text === undefined || /["\r]/.test(text.replaceAll("\r\n", "\n")) || fileKind(text) !== "csv") {
    return undefined;
  }
  const end = text.indexOf("\n");
  const headings = text.slice(0, Math.max(end, 0)).trim();
  return headings === "" ? undefined : headings;
}

function decoded(head: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
  } catch (error) {
    if (error instanceof TypeError) {
      return undefined;
    }
    throw error;
  }
}
