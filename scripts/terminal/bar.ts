const width = 24;

/** `[######------------------]`, for a part of a whole; full for a whole of nothing. */
export function bar(part: number, whole: number): string {
  const full = whole > 0 ? Math.floor(width * Math.min(1, part / whole)) : width;
  return `[${"#".repeat(full)}${"-".repeat(width - full)}]`;
}
