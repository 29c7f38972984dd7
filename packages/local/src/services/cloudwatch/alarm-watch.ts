import type { Account } from "../../evaluate/resource-state.ts";
import { alarmMessage, type AlarmMessage } from "./alarm-message.ts";
import type { AlarmState, AlarmStore } from "./alarm-store.ts";
import type { AlarmPlan, AlarmStateValue } from "./alarms.ts";
import { nextAlarmState } from "./evaluate-alarm.ts";
import type { MetricStore } from "./metric-store.ts";
import { type DataPoint, stateReason } from "./state-reason.ts";

export type Publish = (topicArn: string, message: AlarmMessage) => Promise<void>;

export type AlarmWatchOptions = {
  alarms: readonly AlarmPlan[];
  states: AlarmStore;
  metrics: MetricStore;
  account: Account;
  publish: Publish;
  onFault: (fault: unknown) => void;
};

const minuteMilliseconds = 60_000;

/**
 * Number of additional periods in which CloudWatch looks for values to replace missing ones, for alarms with
 * periods of minutes. For alarms with periods of hours it is not known, so they look no further back.
 */
const furtherPeriods = 2;
const maxFurtherPeriodSeconds = 300;

/** Evaluates the alarms each minute, as CloudWatch does, and notifies their topics of each change. */
export class AlarmWatch {
  readonly #options: AlarmWatchOptions;
  readonly #telling = new Set<Promise<void>>();

  constructor(options: AlarmWatchOptions) {
    this.#options = options;
    for (const { name } of options.alarms) {
      if (options.states.state(name) === undefined) {
        options.states.setState(name, unknownState(0));
      }
    }
  }

  get alarms(): readonly AlarmPlan[] {
    return this.#options.alarms;
  }

  /** Returns the state that an alarm has. */
  state(name: string): AlarmState {
    return this.#options.states.state(name) ?? unknownState(0);
  }

  /** Evaluates every alarm on a counted metric, for the whole minutes before a time. */
  evaluate(now: number): void {
    const until = Math.floor(now / minuteMilliseconds) * minuteMilliseconds;
    for (const alarm of this.#options.alarms.filter(({ isMeasured }) => isMeasured)) {
      const points = this.#points(alarm, until);
      const value = nextAlarmState(
        alarm,
        points.map((point) => point.value),
      );
      if (value !== undefined && value !== this.state(alarm.name).value) {
        this.change(alarm, { value, ...stateReason(alarm, value, { points, now }), since: now });
      }
    }
  }

  /** Sets the state of an alarm, and notifies its topics if the state has changed. */
  change(alarm: AlarmPlan, to: AlarmState): void {
    const { states, account } = this.#options;
    const from = this.state(alarm.name);
    states.setState(alarm.name, to);
    if (from.value === to.value) {
      return;
    }
    states.note({
      alarm: alarm.name,
      time: to.since,
      type: "StateUpdate",
      summary: `Alarm updated from ${from.value} to ${to.value}`,
      data: historyData(from, to),
    });
    const message = alarmMessage(alarm, { from, to }, account);
    for (const topic of alarm.actionsEnabled ? alarm.actions[to.value] : []) {
      const telling = this.#tell(alarm, { topic, message, to });
      this.#telling.add(telling);
      void telling.then(() => this.#telling.delete(telling));
    }
  }

  /** Resolves when every topic has been notified, or has failed to be. */
  async settled(): Promise<void> {
    await Promise.all(this.#telling);
  }

  async #tell(
    { name }: AlarmPlan,
    { topic, message, to }: { topic: string; message: AlarmMessage; to: AlarmState },
  ): Promise<void> {
    const { publish, states, onFault } = this.#options;
    try {
      await publish(topic, message);
      const data = { actionState: "Succeeded", notificationResource: topic, stateUpdateTimestamp: to.since };
      states.note({
        alarm: name,
        time: to.since,
        type: "Action",
        summary: `Successfully executed action ${topic}`,
        data: JSON.stringify(data),
      });
    } catch (cause) {
      onFault(new Error(`The alarm ${name} could not notify ${topic}`, { cause }));
    }
  }

  #points(alarm: AlarmPlan, until: number): DataPoint[] {
    const { periodSeconds, evaluationPeriods, metric, statistic } = alarm;
    const further = periodSeconds > maxFurtherPeriodSeconds ? 0 : furtherPeriods;
    const periods = evaluationPeriods + further;
    const from = until - periods * periodSeconds * 1_000;
    const values = this.#options.metrics.statistics(metric, { from, until, periodSeconds }, statistic);
    return Array.from({ length: periods }, (_, index) => {
      const begin = from + index * periodSeconds * 1_000;
      return { begin, value: values.get(begin) };
    });
  }
}

function unknownState(since: number): AlarmState {
  const value: AlarmStateValue = "INSUFFICIENT_DATA";
  return { value, reason: "Unchecked: Initial alarm creation", reasonData: undefined, since };
}

function historyData(from: AlarmState, to: AlarmState): string {
  const shape = ({ value, reason, reasonData }: AlarmState) => ({
    stateValue: value,
    stateReason: reason,
    stateReasonData: reasonData === undefined ? undefined : (JSON.parse(reasonData) as unknown),
  });
  return JSON.stringify({ version: "1.0", oldState: shape(from), newState: shape(to) });
}
