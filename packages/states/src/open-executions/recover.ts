import type { Clock } from "../clock.ts";
import type { HistoryEvent } from "../state-execution/history.ts";
import { MapRun, noCounts, type MapRunRecord } from "../map-runs/map-run.ts";
import type { ExecutionRecord } from "../store/execution-record.ts";
import type { ExecutionStore } from "../store/execution-store.ts";
import type { MapRunStore } from "../store/map-run-store.ts";

const cause = "The stage was stopped while the execution was running. It can be redriven.";

/** Shows what the last process left running as ABORTED, with a cause that says so. */
export function recover({
  store,
  mapRuns,
  clock,
}: {
  store: ExecutionStore;
  mapRuns: MapRunStore;
  clock: Clock;
}): void {
  const now = clock.now();
  for (const record of store.leftRunning()) {
    const event: HistoryEvent = {
      id: record.events + 1,
      previousEventId: record.events,
      timestamp: now,
      type: "ExecutionAborted",
      executionAbortedEventDetails: { error: "Stage.Stopped", cause },
    };
    store.write(
      {
        ...record,
        status: "ABORTED",
        stopDate: now,
        error: "Stage.Stopped",
        cause,
        events: event.id,
      },
      [event],
    );
  }
  for (const kept of mapRuns.leftRunning()) {
    const counted = countChildren(kept, store.children(kept.mapRunArn));
    mapRuns.save(new MapRun({ ...counted, status: "ABORTED", stopDate: now }));
  }
}

/** A map run's counts as its children are kept: the last ones may not have been. */
function countChildren(kept: MapRunRecord, children: Iterable<ExecutionRecord>): MapRunRecord {
  const mapRun = new MapRun({
    ...kept,
    itemCounts: noCounts(),
    executionCounts: noCounts(),
    childrenStarted: 0,
  });
  for (const { status, items = 1 } of children) {
    mapRun.started(items);
    if (status !== "RUNNING" && status !== "PENDING_REDRIVE") {
      mapRun.ended(items, status);
    }
  }
  return mapRun.record;
}
