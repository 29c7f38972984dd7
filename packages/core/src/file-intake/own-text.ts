/**
 * Returns a copy of a field, to be kept: V8 holds a part of a text by the whole text, so that the fields kept
 * from a long file could hold all of it.
 */
export function ownText(text: string): string {
  return Buffer.from(text).toString();
}
