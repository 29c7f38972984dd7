import { isDeepStrictEqual } from "node:util";
import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";
import { LocalError } from "../../local-error.ts";
import { callAction } from "../call-action.ts";
import type { Tables } from "./open-tables.ts";
import type { TablePlan } from "./tables.ts";

const index = z.object({
  IndexName: z.string(),
  KeySchema: z.unknown(),
  Projection: z.unknown(),
});
const shape = z.object({
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  KeySchema: z.unknown(),
  LocalSecondaryIndexes: z.array(index).default([]),
  GlobalSecondaryIndexes: z.array(index).default([]),
});

/**
 * Creates the declared tables that do not exist, with their times to live. Throws LocalError UNSUPPORTED for
 * a table that exists with other keys or indexes: its items would not fit.
 */
export async function createTables(
  plan: readonly TablePlan[],
  { service, timeToLive }: Tables,
): Promise<void> {
  for (const { table, timeToLive: attribute } of plan) {
    const name = table.TableName;
    const kept = await callAction(service, "DescribeTable", { TableName: name }).catch((error: unknown) => {
      if (error instanceof ServiceError && error.name === "ResourceNotFoundException") {
        return undefined;
      }
      throw error;
    });
    if (kept === undefined) {
      await callAction(service, "CreateTable", table);
    } else if (
      !isDeepStrictEqual(shapeOf(table), shapeOf(z.object({ Table: z.unknown() }).parse(kept).Table))
    ) {
      throw new LocalError(
        "UNSUPPORTED",
        `The table ${name} was kept by an earlier start with other keys or indexes than are declared now: start with --fresh, which empties the stage, or give the table another name`,
      );
    }
    await timeToLive.set(name, attribute);
  }
}

function shapeOf(table: unknown): unknown {
  const { AttributeDefinitions: attributes, ...rest } = shape.parse(table);
  const byName = attributes.toSorted((a, b) => (a.AttributeName < b.AttributeName ? -1 : 1));
  return JSON.parse(JSON.stringify({ ...rest, attributes: byName }));
}
