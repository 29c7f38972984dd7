import { type Clock, systemClock } from "@ashiato/states/clock";

/** The time of the machine, ahead by as much as a test moves it. */
export class MovedClock implements Clock {
  #aheadMilliseconds = 0;

  now(): number {
    return systemClock.now() + this.#aheadMilliseconds;
  }

  wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    return systemClock.wait(milliseconds, signal);
  }

  /** Moves the clock on; what waits goes on waiting. */
  move(milliseconds: number): void {
    this.#aheadMilliseconds += milliseconds;
  }
}
