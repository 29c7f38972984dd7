import type { Item, RowChange, Rows, Store } from "./dynalite-parts.ts";

/**
 * The changes of one request: the store to which dynalite's actions write collects them, and `commit` writes
 * all of them, or none if the process is killed. So items and their index entries cannot differ.
 */
export class WriteBatch {
  readonly #base: Store;
  readonly #changes: RowChange[] = [];
  /** Keys of the items that were read, by table. */
  readonly #items: Map<string, Item | undefined>;
  readonly store: Store;

  constructor(base: Store, items = new Map<string, Item | undefined>()) {
    this.#base = base;
    this.#items = items;
    this.store = {
      ...base,
      getItemDb: (table) => this.#rows(base.getItemDb(table), `item-${table}~`, this.#items),
      getIndexDb: (kind, table, index) =>
        this.#rows(base.getIndexDb(kind, table, index), `index-${kind.toLowerCase()}~${table}~${index}~`),
    };
  }

  /** The items that were read, as they were before the request. */
  get items(): ReadonlyMap<string, Item | undefined> {
    return this.#items;
  }

  /** Returns a store that drops changes, for an action of which only the condition counts. */
  checkOnly(): Store {
    const checked = new WriteBatch(this.#base, this.#items);
    return checked.store;
  }

  /** Writes the changes, at once. */
  async commit(): Promise<void> {
    if (this.#changes.length > 0) {
      await this.#base.db.batch(this.#changes);
    }
  }

  #rows(rows: Rows, prefix: string, found?: Map<string, Item | undefined>): Rows {
    return {
      ...rows,
      get: (key, done) =>
        rows.get(key, (error, item) => {
          found?.set(prefix + key, item);
          done(error, item);
        }),
      put: (key, value, done) => {
        this.#changes.push({ type: "put", key: prefix + key, value });
        done(null);
      },
      del: (key, done) => {
        this.#changes.push({ type: "del", key: prefix + key });
        done(null);
      },
    };
  }
}
