/** Returns a count with the word that agrees with it. */
export function plural(count: string, one: string, many: string): string {
  return `${count} ${count === "1" ? one : many}`;
}
