const width = 24;

/** Returns `[######------------------]` for a part of a whole; a full bar if the whole is 0. */
export function bar(part: number, whole: number): string {
  const full = whole > 0 ? Math.floor(width * Math.min(1, part / whole)) : width;
  return `[${"#".repeat(full)}${"-".repeat(width - full)}]`;
}
