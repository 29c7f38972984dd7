/**
 * What a browser keeps under names; the page itself does where the browser keeps nothing for it, as with
 * cookies blocked or no room left.
 */
export class KeptTexts {
  readonly #storage: () => Storage;
  readonly #instead = new Map<string, string>();

  /** @param storage is asked for each time: a browser that keeps nothing throws where it is named */
  constructor(storage: () => Storage) {
    this.#storage = storage;
  }

  get(name: string): string | undefined {
    const own = this.#instead.get(name);
    if (own !== undefined) {
      return own;
    }
    try {
      return this.#storage().getItem(name) ?? undefined;
    } catch {
      return undefined;
    }
  }

  /** Keeps a text, or forgets it where it is undefined. */
  set(name: string, text: string | undefined): void {
    this.#instead.delete(name);
    try {
      if (text === undefined) {
        this.#storage().removeItem(name);
      } else {
        this.#storage().setItem(name, text);
      }
    } catch {
      if (text !== undefined) {
        this.#instead.set(name, text);
      }
    }
  }
}
