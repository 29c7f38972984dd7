import { machineNameOf } from "../arns.ts";
import type { Clock } from "../clock.ts";
import { readDefinition } from "../definition/parse-definition.ts";
import type { StateMachineDefinition } from "../definition/state-machine-definition.ts";
import type { TaskTokens } from "../integrations/task-tokens.ts";
import { tasksOf } from "../state-execution/frame.ts";
import type { ExecutionRecord } from "../store/execution-record.ts";
import type { ExecutionStore } from "../store/execution-store.ts";
import type { StateMachineStore } from "../store/state-machine-store.ts";
import { timeoutOf, type Executions } from "./executions.ts";

export type RecoveryParts = {
  clock: Clock;
  store: ExecutionStore;
  machines: StateMachineStore;
  executions: Executions;
  taskTokens: TaskTokens;
};

/**
 * Continues every execution that the last process left running, from where its history ends. The children
 * of a map run continue with their parent.
 */
export function recover(parts: RecoveryParts): void {
  const { store, machines, executions } = parts;
  const definitions = new Map<string, StateMachineDefinition>();
  // All are there before the first continues: one may wait for another.
  const all = Promise.withResolvers<void>();
  for (const record of store.leftRunning()) {
    expectAnswers(parts, record);
    const { revision, stateMachineArn: arn, type } = record;
    const block = definitions.get(revision) ?? definitionOf(parts, revision);
    definitions.set(revision, block);
    const continuation = {
      stateMachine: { arn, name: machineNameOf(arn) },
      block,
      roleArn: machines.find(arn)?.roleArn ?? "",
      timeoutSeconds: timeoutOf(type, block.TimeoutSeconds),
    };
    void executions.resume(record, continuation, all.promise);
  }
  for (const child of store.runningChildren()) {
    if (expectAnswers(parts, child)) {
      executions.hold(child);
    }
  }
  all.resolve();
}

function definitionOf({ machines }: RecoveryParts, revision: string): StateMachineDefinition {
  const text = machines.definition(revision);
  if (text === undefined) {
    throw new Error(`The definition '${revision}' of an open execution is not kept.`);
  }
  return readDefinition(text);
}

/** Accepts answers to an execution's tokens from the first moment on. Returns whether it waits for any. */
function expectAnswers({ store, taskTokens }: RecoveryParts, record: ExecutionRecord): boolean {
  const tasks = record.frame === undefined ? [] : [...tasksOf(record.frame)];
  const waiting = tasks.filter(({ token, answer }) => token !== undefined && answer === undefined);
  for (const task of waiting) {
    const changed = () => store.touch(record.executionArn);
    taskTokens.expect(task.token ?? "", { progress: task, changed });
  }
  return waiting.length > 0;
}
