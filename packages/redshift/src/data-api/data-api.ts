import type { Catalog } from "../catalog/catalog.ts";
import type { ListedTable } from "../catalog/catalog-tables.ts";
import type { ColumnMetadata } from "../statements/result-page.ts";
import type { Sessions } from "../statements/sessions.ts";
import type { StatementRunner } from "../statements/statement-runner.ts";
import type { StatementStore } from "../statements/statement-store.ts";
import { activeWaitingRequestsExceeded } from "./errors.ts";

export type Workgroup = { name: string; arn: string; database: string };

/** What the actions of the Data API work on. */
export type DataApi = {
  store: StatementStore;
  runner: StatementRunner;
  sessions: Sessions;
  clock: { now(): number };
  workgroups: readonly Workgroup[];
  /** Whether events of statements have somewhere to go. */
  hasEventBus: boolean;
  /** What a workgroup's database knows, temporary tables left out. */
  catalogOf: (workgroup: string) => Catalog;
  columnsOf: (
    table: ListedTable,
    where: { catalog: Catalog; database: string; signal: AbortSignal },
  ) => Promise<ColumnMetadata[]>;
  /** The caller, as whom statements run: `IAMR:` and a role's name. */
  dbUser: string;
};

/** A call's abort signal: the caller has gone. */
export type Call = { signal: AbortSignal };

/**
 * Statements and their results can be asked for during 24 hours.
 * https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html
 */
export const retentionMilliseconds = 24 * 60 * 60 * 1000;

/** Requests that may wait for one statement at the same time. AWS names the limit and not its value. */
const maxWaiters = 10;

/** Waits until the statement has ended or the seconds have passed. */
export async function waitForEnd(
  { runner }: DataApi,
  id: string,
  { seconds, call }: { seconds: number; call: Call },
): Promise<void> {
  if (runner.watchersOf(id) >= maxWaiters) {
    throw activeWaitingRequestsExceeded(maxWaiters);
  }
  await runner.waitForEnd(id, seconds * 1000, call.signal);
}
