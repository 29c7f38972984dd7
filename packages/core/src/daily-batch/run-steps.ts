import { causeText } from "./cause-text.ts";

/**
 * The part of a history event that is read here:
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export type StepEvent = {
  id?: number | undefined;
  previousEventId?: number | undefined;
  type?: string | undefined;
  timestamp?: Date | undefined;
  stateEnteredEventDetails?: { name?: string | undefined; input?: string | undefined } | undefined;
  stateExitedEventDetails?: { name?: string | undefined } | undefined;
  mapIterationStartedEventDetails?: IterationDetails | undefined;
  mapIterationSucceededEventDetails?: IterationDetails | undefined;
  mapIterationFailedEventDetails?: IterationDetails | undefined;
  mapIterationAbortedEventDetails?: IterationDetails | undefined;
};

type IterationDetails = { name?: string | undefined; index?: number | undefined };

type StepError = {
  error: string;
  cause?: string;
  at: string;
  /** Where it failed inside a map: the number of the item from 0, and the date of the state's input. */
  item?: { index: number; date?: string };
};

export const stepStatuses = [
  "waiting",
  "running",
  "succeeded",
  "caught",
  "failed",
  "aborted",
  "skipped",
] as const;
export type StepStatus = (typeof stepStatuses)[number];

/** What became of a state in all its visits. */
export type Step = {
  status: StepStatus;
  visits: {
    entered: number;
    running: number;
    succeeded: number;
    caught: number;
    failed: number;
    aborted: number;
  };
  /** Of a task: how often it was tried. */
  attempts: number;
  firstEnteredAt?: string;
  lastExitedAt?: string;
  /** The first errors, also of attempts that were repeated. */
  errors: StepError[];
  /** Of an inline map: its iterations. */
  iterations?: { started: number; succeeded: number; failed: number; aborted: number };
};

/** Errors of a state that are shown; all failed visits are counted. */
const maxErrors = 5;
const maxCauseCharacters = 2_000;

type Visit = {
  name: string;
  status: "running" | "succeeded" | "caught" | "failed" | "aborted";
  /** The event with which its innermost iteration began. */
  iteration: number | undefined;
  hasFailed: boolean;
  item: StepError["item"] | undefined;
};

/**
 * Returns what became of each state that an execution has entered, by name, from its history, oldest event
 * first. Each event names the one before it in its own branch, and so belongs to the visit of that one.
 */
export function runSteps(events: readonly StepEvent[]): Map<string, Step> {
  const steps = new Map<string, Step>();
  const visits = new Map<number, Visit>();
  const visitOf = new Map<number, number>();
  const iterationOf = new Map<number, number>();
  const openIterations = new Map<string, number>();
  const indexes = new Map<number, number>();
  /** What follows the end of an iteration belongs to the visit of the map. */
  const leaveIteration = (id: number, begun = 0): void => {
    const map = visitOf.get(begun);
    const outer = map === undefined ? undefined : visits.get(map)?.iteration;
    if (map !== undefined) {
      visitOf.set(id, map);
    }
    iterationOf.delete(id);
    if (outer !== undefined) {
      iterationOf.set(id, outer);
    }
  };
  for (const event of events) {
    const { id = 0, previousEventId = 0, type = "" } = event;
    const at = (event.timestamp ?? new Date(0)).toISOString();
    const entered = event.stateEnteredEventDetails;
    const begun = event.mapIterationStartedEventDetails;
    const ended =
      event.mapIterationSucceededEventDetails ??
      event.mapIterationFailedEventDetails ??
      event.mapIterationAbortedEventDetails;
    const outer = iterationOf.get(previousEventId);
    const iteration = begun === undefined ? outer : id;
    if (iteration !== undefined) {
      iterationOf.set(id, iteration);
    }
    if (begun !== undefined) {
      openIterations.set(iterationKey(begun), id);
      indexes.set(id, begun.index ?? 0);
      stepOf(steps, begun.name).iterations = countIteration(steps, begun.name, "started");
    }
    if (ended !== undefined) {
      const outcome = outcomeOf(type);
      stepOf(steps, ended.name).iterations = countIteration(steps, ended.name, outcome);
      const key = iterationKey(ended);
      const inner = openIterations.get(key);
      openIterations.delete(key);
      if (outcome !== "succeeded") {
        endVisits(visits, (visit) => visit.iteration === inner, outcome === "aborted");
      }
      leaveIteration(id, inner);
      continue;
    }
    if (entered?.name !== undefined) {
      visitOf.set(id, id);
      const index = iteration === undefined ? undefined : indexes.get(iteration);
      const date = dateOf(entered.input);
      const item = index === undefined ? undefined : { index, ...(date !== undefined && { date }) };
      visits.set(id, { name: entered.name, status: "running", iteration, hasFailed: false, item });
      const step = stepOf(steps, entered.name);
      step.firstEnteredAt ??= at;
      continue;
    }
    const own = visitOf.get(previousEventId);
    const visit = own === undefined ? undefined : visits.get(own);
    if (own === undefined || visit === undefined) {
      continue;
    }
    visitOf.set(id, own);
    const step = stepOf(steps, visit.name);
    if (/^(TaskScheduled|LambdaFunctionScheduled|ActivityScheduled)$/.test(type)) {
      step.attempts += 1;
      visit.hasFailed = false;
    } else if (event.stateExitedEventDetails !== undefined) {
      visit.status = visit.hasFailed ? "caught" : "succeeded";
      step.lastExitedAt = at;
    } else if (/(Failed|TimedOut)$/.test(type) && !type.startsWith("Execution")) {
      visit.hasFailed = true;
      noteError(step, event, { at, item: visit.item });
    }
  }
  endExecution(events.at(-1)?.type, visits);
  for (const { name, status } of visits.values()) {
    const step = stepOf(steps, name);
    step.visits.entered += 1;
    step.visits[status] += 1;
  }
  for (const step of steps.values()) {
    step.status = statusOf(step.visits);
  }
  return steps;
}

/** An execution ends with its last event: what then is still running will not go on. */
function endExecution(type: string | undefined, visits: ReadonlyMap<number, Visit>): void {
  if (type !== undefined && /^Execution(Failed|TimedOut|Aborted|Succeeded)$/.test(type)) {
    const isStopped = type !== "ExecutionFailed";
    endVisits(visits, () => true, isStopped);
  }
}

function endVisits(
  visits: ReadonlyMap<number, Visit>,
  isMeant: (visit: Visit) => boolean,
  isStopped = false,
): void {
  for (const visit of visits.values()) {
    if (visit.status === "running" && isMeant(visit)) {
      // A Fail state fails by being entered.
      visit.status = visit.hasFailed || !isStopped ? "failed" : "aborted";
    }
  }
}

function stepOf(steps: Map<string, Step>, name = ""): Step {
  const known = steps.get(name);
  if (known !== undefined) {
    return known;
  }
  const step: Step = {
    status: "waiting",
    visits: { entered: 0, running: 0, succeeded: 0, caught: 0, failed: 0, aborted: 0 },
    attempts: 0,
    errors: [],
  };
  steps.set(name, step);
  return step;
}

function statusOf({ running, failed, aborted, caught, succeeded }: Step["visits"]): StepStatus {
  if (running > 0) {
    return "running";
  }
  if (failed > 0) {
    return "failed";
  }
  if (aborted > 0) {
    return "aborted";
  }
  if (caught > 0) {
    return "caught";
  }
  return succeeded > 0 ? "succeeded" : "waiting";
}

type IterationCount = keyof NonNullable<Step["iterations"]>;

function countIteration(
  steps: Map<string, Step>,
  name: string | undefined,
  count: IterationCount,
): NonNullable<Step["iterations"]> {
  const known = stepOf(steps, name).iterations ?? { started: 0, succeeded: 0, failed: 0, aborted: 0 };
  return { ...known, [count]: known[count] + 1 };
}

function outcomeOf(type: string): IterationCount {
  if (type === "MapIterationSucceeded") {
    return "succeeded";
  }
  return type === "MapIterationFailed" ? "failed" : "aborted";
}

function iterationKey({ name, index }: IterationDetails): string {
  return `${name}#${index}`;
}

function noteError(
  step: Step,
  event: StepEvent,
  { at, item }: Pick<StepError, "at"> & Pick<Visit, "item">,
): void {
  const details = Object.entries(event).find(([name, value]) => name.endsWith("EventDetails") && value);
  const { error, cause } = Object(details?.[1]) as { error?: unknown; cause?: unknown };
  // A map or a parallel state fails with what failed in it, without words of its own.
  if (typeof error !== "string" || step.errors.length >= maxErrors) {
    return;
  }
  step.errors.push({
    error,
    ...(typeof cause === "string" && { cause: causeText(cause).slice(0, maxCauseCharacters) }),
    at,
    ...(item !== undefined && { item }),
  });
}

function dateOf(input: string | undefined): string | undefined {
  try {
    const date: unknown = Object(JSON.parse(input ?? "null"))["date"];
    return typeof date === "string" ? date : undefined;
  } catch {
    // Step Functions cuts off what is longer than its limit.
    return undefined;
  }
}
