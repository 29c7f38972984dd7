import type { CreateTableInput } from "@aws-sdk/client-dynamodb";
import { z } from "zod";
import { arn } from "../aws-names.ts";
import type { DeclaredResources } from "../declared.ts";
import type { ServedKind } from "../service.ts";

export type TablePlan = {
  /** The input of CreateTable. */
  table: CreateTableInput & { TableName: string };
  /** The attribute with an item's time of expiry, in epoch seconds. */
  timeToLive: string | undefined;
};

export const tableKinds: Record<string, ServedKind> = {
  "aws:dynamodb/table:Table": {
    autoname: "",
    state: ({ inputs }, aws) => {
      const name = String(inputs["name"]);
      return { id: name, state: { name, arn: arn(aws, "dynamodb", `table/${name}`) } };
    },
  },
};

const capacity = { readCapacity: z.number().default(0), writeCapacity: z.number().default(0) };
const projection = {
  name: z.string(),
  projectionType: z.enum(["ALL", "INCLUDE", "KEYS_ONLY"]),
  nonKeyAttributes: z.array(z.string()).optional(),
};

const table = z.looseObject({
  name: z.string(),
  attributes: z.array(z.object({ name: z.string(), type: z.enum(["S", "N", "B"]) })),
  billingMode: z.enum(["PAY_PER_REQUEST", "PROVISIONED"]).default("PROVISIONED"),
  ...capacity,
  hashKey: z.string(),
  rangeKey: z.string().optional(),
  streamEnabled: z.literal(false, "streams of tables are not served").optional(),
  ttl: z
    .looseObject({ attributeName: z.string().default(""), enabled: z.boolean().default(false) })
    .optional(),
  replicas: z.array(z.unknown()).max(0, "replicas of tables are not served").optional(),
  globalSecondaryIndexes: z
    .array(
      z.looseObject({
        ...projection,
        ...capacity,
        hashKey: z.string("keys of several attributes are not served"),
        rangeKey: z.string().optional(),
      }),
    )
    .default([]),
  localSecondaryIndexes: z.array(z.looseObject({ ...projection, rangeKey: z.string() })).default([]),
});

type DeclaredTable = z.infer<typeof table>;

export function readTables(declared: DeclaredResources): TablePlan[] {
  return declared.ofType("aws:dynamodb/table:Table", table).map(({ state }) => ({
    table: createTableInput(state),
    timeToLive: state.ttl?.enabled === true ? state.ttl.attributeName : undefined,
  }));
}

function createTableInput(state: DeclaredTable): TablePlan["table"] {
  const { globalSecondaryIndexes: global, localSecondaryIndexes: local } = state;
  return {
    TableName: state.name,
    AttributeDefinitions: state.attributes.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    KeySchema: keySchema(state),
    BillingMode: state.billingMode,
    ...throughput(state, state),
    ...(global.length > 0 && {
      GlobalSecondaryIndexes: global.map((index) => ({
        ...indexOf(index),
        KeySchema: keySchema(index),
        ...throughput(state, index),
      })),
    }),
    ...(local.length > 0 && {
      LocalSecondaryIndexes: local.map((index) => ({
        ...indexOf(index),
        KeySchema: keySchema({ hashKey: state.hashKey, rangeKey: index.rangeKey }),
      })),
    }),
  };
}

type Key = { hashKey: string; rangeKey?: string | undefined };

function keySchema({ hashKey, rangeKey }: Key): CreateTableInput["KeySchema"] {
  const hash = { AttributeName: hashKey, KeyType: "HASH" as const };
  return rangeKey === undefined ? [hash] : [hash, { AttributeName: rangeKey, KeyType: "RANGE" }];
}

function indexOf({
  name,
  projectionType,
  nonKeyAttributes,
}: Pick<DeclaredTable["localSecondaryIndexes"][number], "name" | "projectionType" | "nonKeyAttributes">) {
  return {
    IndexName: name,
    Projection: {
      ProjectionType: projectionType,
      ...(projectionType === "INCLUDE" && { NonKeyAttributes: nonKeyAttributes }),
    },
  };
}

function throughput(
  { billingMode }: Pick<DeclaredTable, "billingMode">,
  { readCapacity, writeCapacity }: Pick<DeclaredTable, "readCapacity" | "writeCapacity">,
) {
  return billingMode === "PAY_PER_REQUEST"
    ? {}
    : { ProvisionedThroughput: { ReadCapacityUnits: readCapacity, WriteCapacityUnits: writeCapacity } };
}
