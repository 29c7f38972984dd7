import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";
import type { DynaliteParts, Item, Store } from "./dynalite-parts.ts";
import { prepareAction } from "./run-action.ts";
import { tableNameOf } from "./table-name.ts";
import { WriteBatch } from "./write-batch.ts";

/**
 * Items that ended longer ago stay: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 */
const maxAgeSeconds = 5 * 365 * 86_400;

const named = z.looseObject({ TableName: z.string() });
const specification = z.looseObject({
  TableName: z.string(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string().min(1), Enabled: z.boolean() }),
});
const kept = z.object({ AttributeName: z.string() }).optional();

/** The attribute of each table with an item's time of expiry, in epoch seconds; kept with the table. */
export class TimeToLive {
  readonly #parts: DynaliteParts;
  readonly #store: Store;

  constructor(parts: DynaliteParts, store: Store) {
    this.#parts = parts;
    this.#store = store;
  }

  /** UpdateTimeToLive. Throws ServiceError ResourceNotFoundException for a table that does not exist. */
  async update(input: unknown): Promise<object> {
    const { TableName, TimeToLiveSpecification } = specification.parse(input);
    const table = await this.#existing(TableName);
    const { AttributeName, Enabled } = TimeToLiveSpecification;
    const current = await this.attribute(table);
    if (Enabled ? current === AttributeName : current === undefined) {
      throw new ServiceError(
        "ValidationException",
        `TimeToLive is already ${Enabled ? "enabled" : "disabled"}`,
      );
    }
    await this.set(table, Enabled ? AttributeName : undefined);
    return { TimeToLiveSpecification };
  }

  /** DescribeTimeToLive. Throws ServiceError ResourceNotFoundException for a table that does not exist. */
  async describe(input: unknown): Promise<object> {
    const AttributeName = await this.attribute(await this.#existing(named.parse(input).TableName));
    const status = AttributeName === undefined ? "DISABLED" : "ENABLED";
    return { TimeToLiveDescription: { TimeToLiveStatus: status, AttributeName } };
  }

  async set(table: string, attribute: string | undefined): Promise<void> {
    const { db } = this.#store;
    await (attribute === undefined
      ? db.del(keyOf(table))
      : db.put(keyOf(table), { AttributeName: attribute }));
  }

  /** Forgets the setting of a deleted table. */
  async forget(input: unknown): Promise<void> {
    await this.set(tableNameOf(named.parse(input).TableName), undefined);
  }

  async attribute(table: string): Promise<string | undefined> {
    return kept.parse(await this.#store.db.get(keyOf(table)))?.AttributeName;
  }

  /** Yields the keys of a table's expired items. */
  async *ended(table: string, now: number): AsyncGenerator<Item> {
    const attribute = await this.attribute(table);
    if (attribute === undefined) {
      return;
    }
    const { KeySchema } = await this.#describe(table);
    const prefix = `item-${table}~`;
    for await (const [, item] of this.#store.db.iterator({ gte: prefix, lt: `${prefix}\u{ff}` })) {
      if (hasEnded(item, attribute, now)) {
        const key = KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName] ?? {}]);
        yield Object.fromEntries(key);
      }
    }
  }

  /** Deletes an item if it is still expired. */
  async remove(table: string, { key, now }: { key: Item; now: number }): Promise<void> {
    const attribute = (await this.attribute(table)) ?? "";
    const input = {
      TableName: table,
      Key: key,
      ConditionExpression: "#ends <= :now",
      ExpressionAttributeNames: { "#ends": attribute },
      ExpressionAttributeValues: { ":now": { N: String(Math.floor(now / 1000)) } },
    };
    const batch = new WriteBatch(this.#store);
    try {
      await prepareAction(this.#parts, { name: "DeleteItem", input }, this.#store)(batch.store);
    } catch (error) {
      if (error instanceof ServiceError && error.name === "ConditionalCheckFailedException") {
        return;
      }
      throw error;
    }
    await batch.commit();
  }

  async #existing(table: string): Promise<string> {
    const name = tableNameOf(table);
    await this.#describe(name);
    return name;
  }

  async #describe(table: string): Promise<z.infer<typeof described>["Table"]> {
    const input = { TableName: table };
    const answer = await prepareAction(
      this.#parts,
      { name: "DescribeTable", input },
      this.#store,
    )(this.#store);
    return described.parse(answer).Table;
  }
}

const described = z.looseObject({
  Table: z.looseObject({ KeySchema: z.array(z.looseObject({ AttributeName: z.string() })) }),
});

function keyOf(table: string): string {
  return `time-to-live~${table}`;
}

function hasEnded(item: Item, attribute: string, now: number): boolean {
  const ends = Number(item[attribute]?.["N"] ?? Number.NaN);
  const seconds = now / 1000;
  return ends <= seconds && ends > seconds - maxAgeSeconds;
}
