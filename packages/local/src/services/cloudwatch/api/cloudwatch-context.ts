import type { AlarmStore } from "../alarm-store.ts";
import type { AlarmWatch } from "../alarm-watch.ts";
import type { MetricStore } from "../metric-store.ts";

/** What the actions of CloudWatch work on. */
export type CloudWatchContext = {
  metrics: MetricStore;
  watch: AlarmWatch;
  states: AlarmStore;
  now: () => number;
};

/** Takes an action's input, and returns its output with times as dates. Throws ServiceError. */
export type CloudWatchAction = (context: CloudWatchContext, input: unknown) => object;
