/** The share of a word's letters that may be wrong. */
const maxWrong = 0.5;

/** Returns the candidate that a mistyped word most probably means; undefined if none is close. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: distance(word, candidate) }))
    .toSorted((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= Math.max(1, Math.floor(best.candidate.length * maxWrong))
    ? best.candidate
    : undefined;
}

/** Returns how many letters must be inserted, removed or replaced (Levenshtein). */
function distance(first: string, second: string): number {
  let row = Array.from({ length: second.length + 1 }, (_, index) => index);
  for (let index = 0; index < first.length; index += 1) {
    const next = [index + 1];
    for (let column = 1; column <= second.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (first[index] === second[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
