import { ServiceError } from "@ashiato/aws-json/service-error";
import type { z } from "zod";
import type { Clock } from "../clock.ts";
import type { Supports } from "../definition/parse-definition.ts";
import type { ExecutionServices } from "../state-execution/execution-run.ts";
import { machineNameOf, type ArnScope } from "../arns.ts";
import type { Executions } from "../open-executions/executions.ts";
import type { TaskTokens } from "../integrations/task-tokens.ts";
import type { ActivityStore } from "../store/activity-store.ts";
import type { ExecutionRecord } from "../store/execution-record.ts";
import type { ExecutionStore } from "../store/execution-store.ts";
import type { MapRunStore } from "../store/map-run-store.ts";
import type { VersionStore } from "../store/version-store.ts";
import type { StateMachineRecord, StateMachineStore } from "../store/state-machine-store.ts";

/** What the API's actions work on. */
export type ApiParts = {
  scope: ArnScope;
  clock: Clock;
  uuid: () => string;
  supports: Supports;
  machines: StateMachineStore;
  versions: VersionStore;
  activities: ActivityStore;
  store: ExecutionStore;
  mapRuns: MapRunStore;
  executions: Executions;
  taskTokens: TaskTokens;
  services: () => ExecutionServices;
};

/** Reads an action's input. Throws ValidationException that names the member at fault. */
export function readInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const read = schema.safeParse(input);
  if (read.success) {
    return read.data;
  }
  const [issue] = read.error.issues;
  throw new ServiceError(
    "ValidationException",
    `${issue?.path.join(".") ?? "input"}: ${issue?.message ?? ""}`,
    {
      cause: read.error,
    },
  );
}

const arnPattern = /^arn:aws[\w-]*:states:[\w-]+:\d{12}:\w+:/;

export function checkArn(arn: string): void {
  if (!arnPattern.test(arn)) {
    throw new ServiceError("InvalidArn", `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
  }
}

/** Finds the machine of an ARN. Throws StateMachineDoesNotExist. */
export function findMachine({ machines }: ApiParts, arn: string): StateMachineRecord {
  checkArn(arn);
  const machine = machines.find(arn);
  if (machine) {
    return machine;
  }
  throw new ServiceError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
}

/** Finds the execution of an ARN. Throws ExecutionDoesNotExist. */
export function findExecution({ store }: ApiParts, arn: string): ExecutionRecord {
  checkArn(arn);
  const execution = store.find(arn);
  if (execution) {
    return execution;
  }
  throw new ServiceError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
}

/** Returns the machine that an execution belongs to: of a Distributed Map's child, its parent's. */
export function machineOf(parts: ApiParts, execution: ExecutionRecord): StateMachineRecord | undefined {
  const name = machineNameOf(execution.stateMachineArn);
  const [parent = ""] = name.split("/");
  return parts.machines.find(execution.stateMachineArn.replace(`:${name}`, `:${parent}`));
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html: names */
export function checkName(name: string): void {
  if (/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u.test(name)) {
    return;
  }
  throw new ServiceError("InvalidName", `Invalid Name: '${name}'`);
}

export type Page = { maxResults?: number | undefined; nextToken?: string | undefined };

/**
 * Returns where a page begins and how much it holds; tokens are the offset of the next page. Throws
 * InvalidToken.
 */
export function pageOf({ maxResults = 0, nextToken }: Page, most: number): { limit: number; offset: number } {
  const limit = maxResults === 0 ? Math.min(100, most) : Math.min(maxResults, most);
  if (nextToken === undefined) {
    return { limit, offset: 0 };
  }
  const offset = Number(
    /^from:(\d+)$/.exec(Buffer.from(nextToken, "base64url").toString())?.[1] ?? Number.NaN,
  );
  if (Number.isNaN(offset)) {
    throw new ServiceError("InvalidToken", `Invalid Token: '${nextToken}'`);
  }
  return { limit, offset };
}

/** Returns the items of a page that was read with one item more than it holds, and the token of the next. */
export function pageResult<T>(
  items: readonly T[],
  { limit, offset }: { limit: number; offset: number },
): { items: T[]; nextToken?: string } {
  if (items.length <= limit) {
    return { items: [...items] };
  }
  const nextToken = Buffer.from(`from:${offset + limit}`).toString("base64url");
  return { items: items.slice(0, limit), nextToken };
}
