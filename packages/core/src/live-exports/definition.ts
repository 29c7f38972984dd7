import { awaitedStatement, statementSettings } from "../daily-batch/awaited-statement.ts";
import { functionTask, resultIs } from "../daily-batch/common-states.ts";
import { jsonata } from "../daily-batch/jsonata.ts";
import { retryFunction } from "../daily-batch/retries.ts";
import type { State } from "../daily-batch/states.ts";
import type { QualityLimits } from "../quality.ts";
import type { LiveStep } from "./live-export.ts";

/** The resources to which the definition refers. */
export type LiveExportNames = {
  /** The function of the steps around the UNLOAD. */
  step: string;
  warehouse: { workgroupName: string; database: string; secretArn: string };
};

/** The settings in the definition. */
export type LiveExportLimits = {
  quality: QualityLimits;
  /** How often the rows are read while a run moves them out of the inbox. */
  maxRounds: number;
  statementTimeLimitSeconds: number;
  statementPollSeconds: number;
  timeLimitSeconds: number;
};

/**
 * Returns `LiveExport` in the Amazon States Language (JSONata): notes what the inbox holds, registers the
 * date's partition, unloads the rows of both, and writes the record of the export. If an object has left the
 * inbox meanwhile, the statement may have seen its rows in neither place: then it reads once more, and after
 * the last round says that rows may be missing.
 */
export function liveExportDefinition(names: LiveExportNames, limits: LiveExportLimits): object {
  const { warehouse } = names;
  // One date and one client: its history has room.
  const statement = statementSettings(warehouse, limits, "true");
  const step = (payload: object): Omit<State<string>, "Next"> & { Type: string } => ({
    ...functionTask(names.step, {
      ...payload,
      id: jsonata("$run"),
      selection: jsonata("$selection"),
    }),
    Retry: retryFunction,
  });
  const states: Record<string, State<string>> = {
    Start: {
      Type: "Pass",
      Assign: {
        run: jsonata("$states.context.Execution.Name"),
        selection: jsonata("$states.context.Execution.Input"),
        round: 0,
      },
      Next: "Begin",
    },
    Begin: {
      ...step({ step: "begin", quality: limits.quality }),
      Assign: { round: jsonata("$round + 1"), begun: jsonata("$states.result.Payload") },
      Next: "AddPartition",
    },
    ...awaitedStatement({
      ...statement,
      name: "AddPartition",
      sql: "$begun.addPartition",
      subject: "'add partition'",
      next: "Unload",
    }),
    ...awaitedStatement({
      ...statement,
      name: "Unload",
      sql: "$begun.unload",
      subject: "'unload'",
      next: "Finish",
    }),
    Finish: {
      ...step({
        step: "finish",
        attempt: jsonata("$begun.attempt"),
        inbox: jsonata("$begun.inbox"),
        last: jsonata(`$round >= ${limits.maxRounds}`),
      }),
      Next: "Finished?",
    },
    "Finished?": {
      Type: "Choice",
      Choices: [{ Condition: resultIs("again" satisfies LiveStep["result"]), Next: "Begin" }],
      Default: "Written",
    },
    Written: { Type: "Succeed" },
  };
  return {
    Comment: "Exports the rows of a date that are stored so far, those in the inbox among them",
    QueryLanguage: "JSONata",
    TimeoutSeconds: limits.timeLimitSeconds,
    StartAt: "Start",
    States: states,
  };
}
