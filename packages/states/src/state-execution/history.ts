import type { Clock } from "../clock.ts";
import type { ExecutionType } from "../definition/validation-context.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import { HistoryFull } from "../errors.ts";

/**
 * Details of an event under their member name of the API: `{ stateEnteredEventDetails: { name, input } }`.
 */
export type EventDetails = { [member: string]: { [field: string]: JsonValue | undefined } };

/** One event as GetExecutionHistory returns it; `timestamp` in milliseconds since the epoch. */
export type HistoryEvent = { id: number; previousEventId: number; timestamp: number; type: string } & {
  [member: string]: unknown;
};

/**
 * The entry or exit of a state, which most events are: kept small until it is asked for. `text` is the
 * state's input or output, JSON on one line. The start of the execution is kept alike, its role for a name:
 * its input is the first state's.
 */
export type StateEvent = {
  id: number;
  previousEventId: number;
  timestamp: number;
  type: string;
  name: string;
  text: string;
  assigned: JsonObject | undefined;
};

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/limits-overview.html#service-limits-state-machine-executions
 */
export const maxHistoryEvents = 25_000;

/** Where a line of execution stands in the history: the event that its next event follows. */
export type Trail = { previousEventId: number };

/** The events of one execution. What has been taken by `drain` is kept elsewhere. */
export class History {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #changed: (() => void) | undefined;
  readonly #added: ((event: HistoryEvent | StateEvent) => void) | undefined;
  #pending: (HistoryEvent | StateEvent)[] = [];
  #count: number;

  constructor(options: {
    clock: Clock;
    type: ExecutionType;
    recorded?: number;
    changed?: () => void;
    added?: ((event: HistoryEvent | StateEvent) => void) | undefined;
  }) {
    this.#clock = options.clock;
    this.#limit = options.type === "STANDARD" ? maxHistoryEvents : Infinity;
    this.#count = options.recorded ?? 0;
    this.#changed = options.changed;
    this.#added = options.added;
  }

  /** Returns the number of events, which is the id of the last one. */
  get count(): number {
    return this.#count;
  }

  /**
   * Adds an event after the trail's last one and moves the trail to it.
   * Throws `States.Runtime` when the event would be the last that the history may hold.
   */
  add(trail: Trail, type: string, details?: EventDetails): number {
    this.#checkRoom();
    return this.close(trail, type, details);
  }

  /** Does the same as `add`, for the entry or exit of a state and for the start of the execution. */
  addState(
    trail: Trail,
    type: string,
    { name, text, assigned }: { name: string; text: string; assigned?: JsonObject | undefined },
  ): number {
    this.#checkRoom();
    const id = this.#count + 1;
    const previousEventId = follow(trail, id);
    return this.#push({ id, previousEventId, timestamp: this.#clock.now(), type, name, text, assigned });
  }

  /** Adds the event that ends the execution, for which there is always room. */
  close(trail: Trail, type: string, details?: EventDetails): number {
    const id = this.#count + 1;
    const previousEventId = follow(trail, id);
    return this.#push({ id, previousEventId, timestamp: this.#clock.now(), type, ...details });
  }

  /** Hands over the events since the last call. */
  drain(): (HistoryEvent | StateEvent)[] {
    const events = this.#pending;
    this.#pending = [];
    return events;
  }

  #checkRoom(): void {
    if (this.#count + 1 < this.#limit) {
      return;
    }
    throw new HistoryFull(this.#limit);
  }

  #push(event: HistoryEvent | StateEvent): number {
    this.#count += 1;
    this.#pending.push(event);
    this.#changed?.();
    this.#added?.(event);
    return event.id;
  }
}

/** Moves the trail to an event and returns the id of the event before it. */
function follow(trail: Trail, id: number): number {
  // On AWS the first state's entry has no predecessor, although ExecutionStarted has id 1.
  const previousEventId = trail.previousEventId === 1 && id === 2 ? 0 : trail.previousEventId;
  trail.previousEventId = id;
  return previousEventId;
}
