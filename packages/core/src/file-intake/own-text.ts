/**
 * Returns a copy of a text of a file, to be kept: V8 holds a part of a text by the whole of it, and a few kept
 * fields would hold all of the file that was read.
 */
export function ownText(text: string): string {
  return Buffer.from(text).toString();
}
