import type { AwsJsonService } from "@ashiato/aws-json/serve-aws-json";
import type { ServiceEvent } from "@ashiato/aws-json/service-event";
import { statesActions } from "./api/actions.ts";
import type { ApiParts } from "./api/api-parts.ts";
import { start } from "./api/start-execution.ts";
import { statusEvent } from "./api/status-event.ts";
import type { Clock } from "./clock.ts";
import type { ExecutionServices } from "./state-execution/execution-run.ts";
import { Executions } from "./open-executions/executions.ts";
import { createMapRuns } from "./open-executions/map-runs.ts";
import { createNestedExecutions } from "./open-executions/nested-executions.ts";
import { recover } from "./open-executions/recover.ts";
import { Activities } from "./integrations/activities.ts";
import type { Integrations } from "./integrations/integrations.ts";
import { withOwnActions } from "./integrations/own-actions.ts";
import { TaskTokens } from "./integrations/task-tokens.ts";
import { ActivityStore } from "./store/activity-store.ts";
import { openDatabase } from "./store/database.ts";
import type { HistoryEvent } from "./state-execution/history.ts";
import { decodeEvents, encodeEvents } from "./store/history-codec.ts";
import { ExecutionStore } from "./store/execution-store.ts";
import { MapRunStore } from "./store/map-run-store.ts";
import { StateMachineStore } from "./store/state-machine-store.ts";
import { VersionStore } from "./store/version-store.ts";

export type StateMachinesOptions = {
  region: string;
  /** Twelve digits. */
  accountId: string;
  clock: Clock;
  /** From 0 up to 1, as Math.random. */
  random: () => number;
  uuid: () => string;
  integrations: Integrations;
  /** Returns the integrations of an execution whose machine has the role; absent: all have the same. */
  integrationsAs?: (roleArn: string) => Integrations;
  /**
   * Puts the event of a STANDARD execution whose status changed onto an event bus. Called before the status
   * is kept, so after a kill perhaps once more. Must not throw.
   */
  onStatusChange?: (event: ServiceEvent) => void;
  /**
   * Called with each event of an execution's history as it happens; after a kill perhaps once more. Must not
   * throw.
   */
  onHistoryEvent?: (executionArn: string, event: HistoryEvent) => void;
  /** Where machines, executions and histories are kept. Without one they go with the process. */
  directory?: string;
};

export type StateMachines = {
  /** AWS Step Functions' API, to be served by `serveAwsJson`. */
  service: AwsJsonService;
  /** Resolves when an execution has ended. */
  ended(executionArn: string): Promise<void>;
  /** Writes everything and stops; the next open of the directory continues what was running. */
  close(): Promise<void>;
};

/**
 * Opens the state machines of a stage:
 * https://docs.aws.amazon.com/step-functions/latest/apireference/Welcome.html
 */
export async function openStateMachines(options: StateMachinesOptions): Promise<StateMachines> {
  const { region, accountId, clock, random, uuid, directory } = options;
  const database = openDatabase(directory);
  const mapRuns = new MapRunStore(database);
  const store = new ExecutionStore(database, mapRuns);
  const machines = new StateMachineStore(database);
  const versions = new VersionStore(database);

  const taskTokens = new TaskTokens(uuid);
  const { onHistoryEvent } = options;
  const executions = new Executions(store, () => services, {
    onStatusChange: (record) => {
      // A map run's children are counted by it; EXPRESS executions send no events.
      if (record.type === "STANDARD" && record.mapRunArn === undefined) {
        options.onStatusChange?.(statusEvent(parts, record));
      }
    },
    onHistoryEvent:
      onHistoryEvent &&
      ((executionArn, event) => {
        for (const whole of decodeEvents(encodeEvents([event]))) {
          onHistoryEvent(executionArn, whole);
        }
      }),
  });
  const parts: ApiParts = {
    scope: { region, accountId },
    clock,
    uuid,
    supports: (service, action) => services.integrations.awsSdk.supports(service, action),
    machines,
    versions,
    activities: new ActivityStore(database),
    store,
    mapRuns,
    executions,
    taskTokens,
    services: () => services,
  };
  const actions = statesActions(parts);
  const services: ExecutionServices = {
    region,
    clock,
    random,
    uuid,
    integrations: withOwnActions(options.integrations, actions),
    integrationsAs: (roleArn) => {
      const own = options.integrationsAs?.(roleArn);
      return own ? withOwnActions(own, actions) : services.integrations;
    },
    taskTokens,
    activities: new Activities(),
    nestedExecutions: createNestedExecutions(executions, (request) => start(parts, request)),
    mapRuns: createMapRuns({ clock, uuid, executions, store, mapRuns, machines }),
  };
  recover({ clock, store, machines, executions, taskTokens });
  return {
    service: { targetPrefix: "AWSStepFunctions", jsonVersion: "1.0", actions },
    async ended(executionArn) {
      await executions.ended(executionArn);
    },
    async close() {
      await executions.close();
      store.flush();
      database.close();
    },
  };
}
