/** How long a part of the demo took. */
export type Phase = { name: string; seconds: number };

/** Measures one part after another. */
export class Phases {
  readonly done: Phase[] = [];
  readonly #now: () => number;

  /** @param now a clock in milliseconds, from any starting point */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Runs a part; its time counts only if it succeeds. Adds up times under the same name. */
  async time<Result>(name: string, part: () => Promise<Result>): Promise<Result> {
    const started = this.#now();
    const result = await part();
    const seconds = (this.#now() - started) / 1_000;
    const known = this.done.find((phase) => phase.name === name);
    if (known === undefined) {
      this.done.push({ name, seconds });
    } else {
      known.seconds += seconds;
    }
    return result;
  }
}

/** Returns text such as `start 4.1 s, send 3.0 s` */
export function phasesText(phases: readonly Phase[]): string {
  return phases.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)} s`).join(", ");
}
