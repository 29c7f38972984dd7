import { mkdir } from "node:fs/promises";
import type { Action, AwsJsonService } from "@ashiato/aws-json/serve-aws-json";
import { ServiceError } from "@ashiato/aws-json/service-error";
import type { Clock } from "@ashiato/states/clock";
import { z } from "zod";
import type { SetAside } from "../../disk/set-aside.ts";
import { callAction } from "../call-action.ts";
import { type DynaliteParts, loadDynalite, type Store } from "./dynalite-parts.ts";
import { OneAtATime } from "./one-at-a-time.ts";
import { RequestTokens } from "./request-tokens.ts";
import { prepareAction } from "./run-action.ts";
import { TimeToLive } from "./time-to-live.ts";
import { shownOnFailure, transactGetItems, transactWriteItems } from "./transactions.ts";
import { WriteBatch } from "./write-batch.ts";

export type TablesOptions = {
  directory: string;
  region: string;
  accountId: string;
  clock: Clock;
  setAside: SetAside;
  onFault: (fault: unknown) => void;
};

export type Tables = {
  service: AwsJsonService;
  timeToLive: TimeToLive;
  close: () => Promise<void>;
};

/** AWS deletes within days; a person who watches the stage does not wait that long. */
const expiryMilliseconds = 60_000;

const itemWrites = new Set(["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"]);

/**
 * Serves DynamoDB's actions on the tables in a directory: dynalite's on LevelDB, and those that it lacks:
 * transactions, time to live, and the item that a failed condition returns. Writes run one after another,
 * each as one batch of LevelDB.
 */
export async function openTables(options: TablesOptions): Promise<Tables> {
  const { region, accountId, clock, onFault } = options;
  const parts = await loadDynalite();
  const store = await openStore(parts, options);
  Object.assign(store.tableDb, { awsAccountId: accountId, awsRegion: region });
  const writes = new OneAtATime();
  const timeToLive = new TimeToLive(parts, store);
  const tokens = new RequestTokens(() => clock.now());
  const read =
    (name: string): Action =>
    async (input) =>
      prepareAction(parts, { name, input: Object(input) }, store)(store);
  const actions = Object.keys(parts.actions).map((name): [string, Action] => [
    name,
    itemWrites.has(name)
      ? (input) => writes.run(() => writeItems(parts, store, { name, input: Object(input) }))
      : read(name),
  ]);
  const service: AwsJsonService = {
    targetPrefix: "DynamoDB_20120810",
    jsonVersion: "1.0",
    actions: {
      ...Object.fromEntries(actions),
      DeleteTable: async (input, call) => {
        const deleted = await read("DeleteTable")(input, call);
        await timeToLive.forget(input);
        return deleted;
      },
      TransactWriteItems: (input) =>
        writes.run(() => tokens.once(input, () => transactWriteItems(parts, store, input))),
      TransactGetItems: (input) => writes.run(() => transactGetItems(parts, store, input)),
      UpdateTimeToLive: (input) => writes.run(() => timeToLive.update(input)),
      DescribeTimeToLive: (input) => timeToLive.describe(input),
    },
  };
  const stopped = new AbortController();
  const expiring = expireUntil(stopped.signal, { service, timeToLive, writes, clock, onFault });
  return {
    service,
    timeToLive,
    close: async () => {
      stopped.abort();
      await expiring;
      await writes.run(() => store.db.close());
    },
  };
}

/** Sets aside a database that LevelDB cannot read, and replaces it by an empty one. */
async function openStore(parts: DynaliteParts, { directory, setAside }: TablesOptions): Promise<Store> {
  const create = () =>
    parts.createStore({ path: directory, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await mkdir(directory, { recursive: true });
  const store = create();
  try {
    await store.db.open();
    return store;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (!isDamage(cause)) {
      throw error;
    }
    setAside([directory], `LevelDB cannot read it: ${String(cause)}`);
    await mkdir(directory, { recursive: true });
    const fresh = create();
    await fresh.db.open();
    return fresh;
  }
}

/** Damaged files, or files that name missing ones. */
function isDamage(cause: unknown): boolean {
  const { code, message } =
    z.looseObject({ code: z.string(), message: z.string() }).safeParse(cause).data ?? {};
  return (
    code === "LEVEL_CORRUPTION" ||
    (code === "LEVEL_IO_ERROR" && message?.endsWith("No such file or directory") === true)
  );
}

async function writeItems(
  parts: DynaliteParts,
  store: Store,
  { name, input }: { name: string; input: Record<string, unknown> },
): Promise<object> {
  const { ReturnValuesOnConditionCheckFailure: _, ...known } = input;
  const run = prepareAction(parts, { name, input: known }, store);
  const batch = new WriteBatch(store);
  try {
    const answer = await run(batch.store);
    await batch.commit();
    return answer;
  } catch (error) {
    if (error instanceof ServiceError && error.name === "ConditionalCheckFailedException") {
      const [item] = batch.items.values();
      throw new ServiceError(error.name, error.message, {
        members: shownOnFailure(input, item),
        cause: error,
      });
    }
    throw error;
  }
}

type Expiry = Pick<TablesOptions, "clock" | "onFault"> & {
  service: AwsJsonService;
  timeToLive: TimeToLive;
  writes: OneAtATime;
};

/** Deletes expired items each minute. Resolves when it is stopped. */
async function expireUntil(signal: AbortSignal, expiry: Expiry): Promise<void> {
  while (!signal.aborted) {
    try {
      await expiry.clock.wait(expiryMilliseconds, signal);
      await expire(signal, expiry);
    } catch (fault) {
      if (!signal.aborted) {
        expiry.onFault(fault);
      }
    }
  }
}

const listed = z.looseObject({ TableNames: z.array(z.string()) });

async function expire(signal: AbortSignal, { service, timeToLive, writes, clock }: Expiry): Promise<void> {
  const { TableNames } = listed.parse(await callAction(service, "ListTables", {}));
  const now = clock.now();
  for (const table of TableNames) {
    for await (const key of timeToLive.ended(table, now)) {
      signal.throwIfAborted();
      await writes.run(() => timeToLive.remove(table, { key, now }));
    }
  }
}
