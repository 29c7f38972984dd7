/**
 * Calls an action once, some time after it was first asked for; what is asked for meanwhile is the same call.
 * So that many small writes become one. Errors of the action go to `onFault`.
 */
export class Collecting {
  readonly #milliseconds: number;
  readonly #action: () => void;
  readonly #onFault: (fault: unknown) => void;
  #due: NodeJS.Timeout | undefined;

  constructor(milliseconds: number, action: () => void, onFault: (fault: unknown) => void) {
    this.#milliseconds = milliseconds;
    this.#action = action;
    this.#onFault = onFault;
  }

  /** Has the action called when the time is over. */
  begin(): void {
    this.#due ??= setTimeout(() => {
      this.#due = undefined;
      try {
        this.#action();
      } catch (error) {
        this.#onFault(error);
      }
    }, this.#milliseconds);
  }

  /** Calls it off: what was collected is written by now. */
  end(): void {
    clearTimeout(this.#due);
    this.#due = undefined;
  }
}
