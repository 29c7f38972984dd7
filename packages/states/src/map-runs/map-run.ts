type MapRunStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";

/** The counts of DescribeMapRun, of items and of child executions. */
export type MapRunCounts = {
  pending: number;
  running: number;
  succeeded: number;
  failed: number;
  timedOut: number;
  aborted: number;
  total: number;
  resultsWritten: number;
};

/**
 * ToleratedFailureCount and ToleratedFailurePercentage, in items; a state that names neither tolerates no
 * failures.
 */
export type Tolerance = { count: number | undefined; percentage: number | undefined };

/** What is kept of a map run; times in milliseconds since the epoch. */
export type MapRunRecord = {
  mapRunArn: string;
  executionArn: string;
  status: MapRunStatus;
  startDate: number;
  stopDate?: number | undefined;
  maxConcurrency: number;
  tolerance: Tolerance;
  itemCounts: MapRunCounts;
  executionCounts: MapRunCounts;
  redriveCount: number;
  redriveDate?: number;
  /** The number of children that have been started: a redrive or a restart continues after them. */
  childrenStarted: number;
  /** The key of the last listed object that a child has been started for. */
  lastKey?: string | undefined;
};

/** How a child execution ended. */
export type ChildStatus = "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: parallel child executions of a
 * map run
 */
const maxChildren = 10_000;

/** A map run under way: counts its children, holds them to its concurrency and judges their failures. */
export class MapRun {
  readonly record: MapRunRecord;
  /** Undefined until every item has been read. */
  totalItems: number | undefined;
  #freed: (() => void)[] = [];

  constructor(record: MapRunRecord) {
    this.record = record;
  }

  get exceedsTolerance(): boolean {
    const { failed, timedOut } = this.record.itemCounts;
    return exceedsTolerance(this.record.tolerance, {
      failedItems: failed + timedOut,
      totalItems: this.totalItems,
    });
  }

  /** Applies an UpdateMapRun from now on. */
  update(changes: { maxConcurrency?: number; tolerance?: Partial<Tolerance> }): void {
    if (changes.maxConcurrency !== undefined) {
      this.record.maxConcurrency = changes.maxConcurrency;
    }
    this.record.tolerance = { ...this.record.tolerance, ...changes.tolerance };
    this.wake();
  }

  /** Resolves when another child may start, or when none will: `wake` after an abort. */
  async slot(signal: AbortSignal): Promise<void> {
    while (this.record.executionCounts.running >= this.#limit && !signal.aborted) {
      await new Promise<void>((resolve) => this.#freed.push(resolve));
    }
  }

  /** Lets who waits for a slot look again. */
  wake(): void {
    const freed = this.#freed;
    this.#freed = [];
    for (const resolve of freed) {
      resolve();
    }
  }

  started(items: number): void {
    this.#count("total", items);
    this.#count("running", items);
    this.record.childrenStarted += 1;
  }

  /** Counts a child that was open and now continues. */
  wentOn(items: number): void {
    this.#count("running", items);
  }

  ended(items: number, status: ChildStatus): void {
    this.#count("running", items, -1);
    this.#count(countOf[status], items);
    this.wake();
  }

  get #limit(): number {
    const { maxConcurrency } = this.record;
    return maxConcurrency === 0 ? maxChildren : Math.min(maxConcurrency, maxChildren);
  }

  #count(name: keyof MapRunCounts, items: number, children: 1 | -1 = 1): void {
    this.record.executionCounts[name] += children;
    this.record.itemCounts[name] += children * items;
  }
}

const countOf = {
  SUCCEEDED: "succeeded",
  FAILED: "failed",
  TIMED_OUT: "timedOut",
  ABORTED: "aborted",
} as const satisfies Record<ChildStatus, keyof MapRunCounts>;

export function noCounts(): MapRunCounts {
  return {
    pending: 0,
    running: 0,
    succeeded: 0,
    failed: 0,
    timedOut: 0,
    aborted: 0,
    total: 0,
    resultsWritten: 0,
  };
}

/**
 * Returns whether a map run has failed. `totalItems` is undefined while items are still being read: a
 * percentage is not judged before it is known.
 * https://docs.aws.amazon.com/step-functions/latest/dg/maprun-fail-threshold.html
 */
export function exceedsTolerance(
  tolerance: Tolerance,
  { failedItems, totalItems }: { failedItems: number; totalItems: number | undefined },
): boolean {
  if (failedItems === 0) {
    return false;
  }
  const { count, percentage } = tolerance;
  if (count === undefined && percentage === undefined) {
    return true;
  }
  if (count !== undefined && failedItems > count) {
    return true;
  }
  if (percentage === undefined) {
    return false;
  }
  if (percentage === 0) {
    return count === undefined;
  }
  return totalItems !== undefined && (100 * failedItems) / totalItems > percentage;
}

/** Returns the counts of a map run as its children are kept. Open children are only in the total. */
export function countChildren(
  counted: Iterable<{ status: string; children: number; items: number }>,
): Pick<MapRunRecord, "itemCounts" | "executionCounts" | "childrenStarted"> {
  const executionCounts = noCounts();
  const itemCounts = noCounts();
  for (const { status, children, items } of counted) {
    executionCounts.total += children;
    itemCounts.total += items;
    if (isChildStatus(status)) {
      executionCounts[countOf[status]] += children;
      itemCounts[countOf[status]] += items;
    }
  }
  return { executionCounts, itemCounts, childrenStarted: executionCounts.total };
}

/** Returns whether a child has ended. */
export function isChildStatus(status: string): status is ChildStatus {
  return Object.hasOwn(countOf, status);
}
