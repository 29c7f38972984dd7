import type { Account } from "../../../evaluate/resource-state.ts";
import { arn } from "../../aws-names.ts";
import type { LogStore } from "../log-store.ts";
import type { LogWriter } from "../log-writer.ts";
import { groupNameOf } from "./group-name.ts";
import { invalidParameter, notFound } from "./refusals.ts";

/** What the actions of CloudWatch Logs work on. */
export type LogsContext = {
  store: LogStore;
  writer: LogWriter;
  account: Account;
  /** The clock by which events expire. */
  now: () => number;
};

/**
 * Returns the name of the group that a request is about. Throws ServiceError InvalidParameterException or
 * ResourceNotFoundException.
 */
export function existingGroup({ store }: LogsContext, input: unknown): string {
  const name = groupNameOf(input);
  if (name === undefined) {
    throw invalidParameter("Either logGroupName or logGroupIdentifier is required.");
  }
  if (!store.hasGroup(name)) {
    throw notFound("log group");
  }
  return name;
}

/** Throws ServiceError ResourceNotFoundException for a stream that its group does not have. */
export function requireStream({ store }: LogsContext, group: string, stream: string): void {
  if (!store.hasStream(group, stream)) {
    throw notFound("log stream");
  }
}

export function groupArn({ account }: LogsContext, group: string): string {
  return arn(account, "logs", `log-group:${group}`);
}
