import type { Action } from "@ashiato/aws-json/serve-aws-json";
import {
  createActivity,
  deleteActivity,
  describeActivity,
  getActivityTask,
  listActivities,
} from "./activities.ts";
import type { ApiParts } from "./api-parts.ts";
import { createStateMachine } from "./create-state-machine.ts";
import { deleteStateMachine } from "./delete-state-machine.ts";
import { describeExecution } from "./describe-execution.ts";
import { describeMapRun } from "./describe-map-run.ts";
import { describeStateMachineForExecution } from "./describe-state-machine-for-execution.ts";
import { describeStateMachine } from "./describe-state-machine.ts";
import { getExecutionHistory } from "./get-execution-history.ts";
import { listExecutions } from "./list-executions.ts";
import { listMapRuns } from "./list-map-runs.ts";
import { listStateMachines } from "./list-state-machines.ts";
import { redriveExecution } from "./redrive-execution.ts";
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess } from "./send-task.ts";
import { startExecution } from "./start-execution.ts";
import { startSyncExecution } from "./start-sync-execution.ts";
import { stopExecution } from "./stop-execution.ts";
import { testState } from "./test-state.ts";
import { updateMapRun } from "./update-map-run.ts";
import { updateStateMachine } from "./update-state-machine.ts";
import {
  createStateMachineAlias,
  deleteStateMachineAlias,
  deleteStateMachineVersion,
  describeStateMachineAlias,
  listStateMachineAliases,
  listStateMachineVersions,
  publishStateMachineVersion,
  updateStateMachineAlias,
} from "./versions.ts";
import { validateStateMachineDefinition } from "./validate-state-machine-definition.ts";

/** Returns the actions of the AWS Step Functions API that are served. */
export function statesActions(parts: ApiParts): Record<string, Action> {
  return {
    CreateActivity: createActivity(parts),
    CreateStateMachine: createStateMachine(parts),
    CreateStateMachineAlias: createStateMachineAlias(parts),
    DeleteActivity: deleteActivity(parts),
    DeleteStateMachine: deleteStateMachine(parts),
    DeleteStateMachineAlias: deleteStateMachineAlias(parts),
    DeleteStateMachineVersion: deleteStateMachineVersion(parts),
    DescribeActivity: describeActivity(parts),
    DescribeExecution: describeExecution(parts),
    DescribeMapRun: describeMapRun(parts),
    DescribeStateMachine: describeStateMachine(parts),
    DescribeStateMachineAlias: describeStateMachineAlias(parts),
    DescribeStateMachineForExecution: describeStateMachineForExecution(parts),
    GetActivityTask: getActivityTask(parts),
    GetExecutionHistory: getExecutionHistory(parts),
    ListActivities: listActivities(parts),
    ListExecutions: listExecutions(parts),
    ListMapRuns: listMapRuns(parts),
    ListStateMachineAliases: listStateMachineAliases(parts),
    ListStateMachineVersions: listStateMachineVersions(parts),
    ListStateMachines: listStateMachines(parts),
    PublishStateMachineVersion: publishStateMachineVersion(parts),
    RedriveExecution: redriveExecution(parts),
    SendTaskFailure: sendTaskFailure(parts),
    SendTaskHeartbeat: sendTaskHeartbeat(parts),
    SendTaskSuccess: sendTaskSuccess(parts),
    StartExecution: startExecution(parts),
    StartSyncExecution: startSyncExecution(parts),
    StopExecution: stopExecution(parts),
    TestState: testState(parts),
    UpdateMapRun: updateMapRun(parts),
    UpdateStateMachine: updateStateMachine(parts),
    UpdateStateMachineAlias: updateStateMachineAlias(parts),
    ValidateStateMachineDefinition: validateStateMachineDefinition(parts),
  };
}
