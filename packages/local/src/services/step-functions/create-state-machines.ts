import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { AwsJsonService } from "@ashiato/aws-json/serve-aws-json";
import { z } from "zod";
import type { LambdaService } from "../lambda/serve-lambda.ts";
import { LocalError } from "../../local-error.ts";
import type { Plan } from "../../stage/plan-stage.ts";

const signal = new AbortController().signal;
const described = z.looseObject({ Status: z.string(), Error: z.string().optional() });
const machines = z.looseObject({ stateMachines: z.array(z.looseObject({ stateMachineArn: z.string() })) });

/** Makes the declared state machines, or gives those that are there the declared definition. */
export async function createStateMachines(plan: Plan, { actions }: AwsJsonService): Promise<void> {
  const known = machines.parse(await call(actions, "ListStateMachines", { maxResults: 1000 }));
  const arns = new Set(known.stateMachines.map(({ stateMachineArn }) => stateMachineArn));
  for (const { arn, name, definition, roleArn, type } of plan.stateMachines) {
    if (arns.has(arn)) {
      await call(actions, "UpdateStateMachine", { stateMachineArn: arn, definition, roleArn });
      continue;
    }
    await call(actions, "CreateStateMachine", { name, definition, roleArn, type });
  }
}

/**
 * Runs the statements that a deployment runs once, such as the making of the external schema. They run at each start, as the local
 * warehouse may be new.
 *
 * @throws LocalError STATEMENT_FAILED with the warehouse's error.
 */
export async function runDeclaredStatements(plan: Plan, { actions }: AwsJsonService): Promise<void> {
  for (const { name, workgroup, database, sql } of plan.warehouse.statements) {
    const submitted = z.looseObject({ Id: z.string() });
    const request = { WorkgroupName: workgroup, Database: database, Sql: sql, StatementName: name };
    const { Id } = submitted.parse(await call(actions, "ExecuteStatement", request));
    const { Status, Error: fault } = await ended(actions, Id);
    if (Status !== "FINISHED") {
      throw new LocalError(
        "STATEMENT_FAILED",
        `The declared statement ${name} ended ${Status}: ${fault ?? "no error text"}`,
      );
    }
  }
}

async function ended(actions: AwsJsonService["actions"], Id: string): Promise<z.infer<typeof described>> {
  for (;;) {
    const statement = described.parse(await call(actions, "DescribeStatement", { Id }));
    if (["FINISHED", "FAILED", "ABORTED"].includes(statement.Status)) return statement;
    await delay(20);
  }
}

export type Targets = { plan: Plan; lambda: LambdaService; states: AwsJsonService };

/**
 * Starts what a schedule targets: invokes a function, or starts an execution of a state machine.
 *
 * @throws Error when the function failed, with what it raised.
 */
export async function startTarget(
  { plan, lambda, states }: Targets,
  targetArn: string,
  input: string,
): Promise<void> {
  const machine = plan.stateMachines.find(({ arn }) => arn === targetArn);
  if (machine) {
    await call(states.actions, "StartExecution", { stateMachineArn: targetArn, name: randomUUID(), input });
    return;
  }
  const { payload, functionError } = await lambda.invoke(targetArn, input);
  if (functionError) throw new Error(`The scheduled function ${targetArn} failed: ${payload}`);
}

/** @throws LocalError UNSUPPORTED naming a schedule whose target no service here is. */
export function checkTargets(plan: Plan): void {
  const arns = new Set([...plan.functions, ...plan.stateMachines].map(({ arn }) => arn));
  for (const { name, targetArn } of plan.schedules) {
    if (!arns.has(targetArn))
      throw new LocalError("UNSUPPORTED", `Schedule ${name}: the target ${targetArn} is not served locally`);
  }
}

function call(actions: AwsJsonService["actions"], name: string, input: object): Promise<object> {
  const action = actions[name];
  if (!action) throw new Error(`The service has no action ${name}`);
  return action(input, { signal });
}
