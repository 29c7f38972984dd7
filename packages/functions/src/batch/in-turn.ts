/** Objects read at a time. */
const readers = 64;

/** Reads something of each item, some at a time, and returns all results in the order of the items. */
export async function inTurn<Item, Result>(
  items: readonly Item[],
  read: (item: Item) => Promise<readonly Result[]>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let first = 0; first < items.length; first += readers) {
    results.push(...(await Promise.all(items.slice(first, first + readers).map(read))).flat());
  }
  return results;
}
