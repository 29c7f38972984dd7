/** Time as an execution knows it. Everything that waits, times out or stamps an event asks the clock. */
export type Clock = {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `milliseconds`; rejects with the signal's reason when it aborts first. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
};

/** The longest delay that a Node timer accepts. */
const maxTimerMilliseconds = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  async wait(milliseconds, signal) {
    let left = milliseconds;
    while (left > maxTimerMilliseconds) {
      await timer(maxTimerMilliseconds, signal);
      left -= maxTimerMilliseconds;
    }
    await timer(left, signal);
  },
};

function timer(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const aborted = () => {
      clearTimeout(timeout);
      reject(signal.reason);
    };
    const timeout = setTimeout(() => {
      signal.removeEventListener("abort", aborted);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", aborted, { once: true });
  });
}

type Waiter = { at: number; resolve: () => void };

/**
 * A clock that stands until it is moved. With `automatic` it moves itself to the next waiter as soon as the
 * process has nothing else to do, so that a machine that waits for a day ends at once.
 */
export class SimulatedClock implements Clock {
  readonly #automatic: boolean;
  #now: number;
  #waiters: Waiter[] = [];
  #scheduled = false;

  constructor(start: number, options: { automatic?: boolean } = {}) {
    this.#now = start;
    this.#automatic = options.automatic ?? false;
  }

  /** Returns how many waits are under way. */
  get waiting(): number {
    return this.#waiters.length;
  }

  now(): number {
    return this.#now;
  }

  wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const aborted = () => {
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        reject(signal.reason);
      };
      const waiter: Waiter = {
        at: this.#now + milliseconds,
        resolve: () => {
          signal.removeEventListener("abort", aborted);
          resolve();
        },
      };
      this.#waiters.push(waiter);
      signal.addEventListener("abort", aborted, { once: true });
      if (this.#automatic) {
        this.#schedule();
      }
    });
  }

  /** Moves the time forward, waking each waiter at its own time, in order. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    for (let next = this.#next(); next && next.at <= until; next = this.#next()) {
      this.#wake(next);
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#now = until;
  }

  /** Moves the time forward at once, as for a machine that slept: each waiter wakes at the end, in order. */
  async skip(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    for (let next = this.#next(); next && next.at <= this.#now; next = this.#next()) {
      this.#wake(next);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #next(): Waiter | undefined {
    let next: Waiter | undefined;
    for (const waiter of this.#waiters) {
      if (!next || waiter.at < next.at) {
        next = waiter;
      }
    }
    return next;
  }

  #wake(waiter: Waiter): void {
    this.#now = Math.max(this.#now, waiter.at);
    this.#waiters = this.#waiters.filter((other) => other !== waiter);
    waiter.resolve();
  }

  #schedule(): void {
    if (this.#scheduled) {
      return;
    }
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      const next = this.#next();
      if (!next) {
        return;
      }
      this.#wake(next);
      if (this.#waiters.length > 0) {
        this.#schedule();
      }
    });
  }
}
