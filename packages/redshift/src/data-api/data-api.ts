import type { StatementRunner } from "../statements/statement-runner.ts";
import type { StatementStore } from "../statements/statement-store.ts";

export type Workgroup = { name: string; arn: string; database: string };

/** What the actions of the Data API work on. */
export type DataApi = {
  store: StatementStore;
  runner: StatementRunner;
  clock: { now(): number };
  workgroups: readonly Workgroup[];
  /** The caller, as whom statements run: `IAMR:` and a role's name. */
  dbUser: string;
};

/** A call's abort signal: the caller has gone. */
export type Call = { signal: AbortSignal };

/** Statements and their results can be asked for during 24 hours. https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html */
export const retentionMs = 24 * 60 * 60 * 1000;
