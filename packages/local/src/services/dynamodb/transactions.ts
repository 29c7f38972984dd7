import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";
import type { DynaliteParts, Item, Store } from "./dynalite-parts.ts";
import { prepareAction } from "./run-action.ts";
import { WriteBatch } from "./write-batch.ts";

/** Operations of one transaction. */
const maxOperations = 100;

const request = z.record(z.string(), z.unknown());

const writes = z.strictObject({
  TransactItems: z
    .array(
      z.strictObject({
        ConditionCheck: request.optional(),
        Put: request.optional(),
        Delete: request.optional(),
        Update: request.optional(),
      }),
    )
    .min(1)
    .max(maxOperations),
  ClientRequestToken: z.string().min(1).max(36).optional(),
});

const reads = z.strictObject({
  TransactItems: z
    .array(z.strictObject({ Get: request }))
    .min(1)
    .max(maxOperations),
});

/** Why an operation cancels its transaction; `None` for one that would have succeeded. */
type CancellationReason = { Code: string; Message?: string; Item?: Item };

type Operation = "ConditionCheck" | "Put" | "Delete" | "Update";

/** A condition check is a deletion that is not written: the two have the same members. */
const actionOf: Record<Operation, string> = {
  ConditionCheck: "DeleteItem",
  Put: "PutItem",
  Delete: "DeleteItem",
  Update: "UpdateItem",
};

/**
 * Performs all of a transaction's writes or none. No other request sees only some of them.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 *
 * Throws ServiceError TransactionCanceledException with a reason for each operation.
 */
export async function transactWriteItems(
  parts: DynaliteParts,
  store: Store,
  input: unknown,
): Promise<object> {
  const { TransactItems } = readRequest(writes, input);
  const batch = new WriteBatch(store);
  const reasons: CancellationReason[] = [];
  for (const item of TransactItems) {
    const [[operation, members] = [], ...others] = operationsOf(item);
    if (operation === undefined || members === undefined || others.length > 0) {
      throw invalid("TransactItems can only contain one of Check, Put, Update or Delete");
    }
    reasons.push(await reasonOf(parts, { operation, members }, { store, batch }));
  }
  if (batch.items.size < TransactItems.length && reasons.every(({ Code }) => Code === "None")) {
    throw invalid("Transaction request cannot include multiple operations on one item");
  }
  if (reasons.some(({ Code }) => Code !== "None")) {
    throw canceled(reasons);
  }
  await batch.commit();
  return {};
}

/**
 * Reads items consistently, without a write in between.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html
 */
export async function transactGetItems(parts: DynaliteParts, store: Store, input: unknown): Promise<object> {
  const { TransactItems } = readRequest(reads, input);
  const Responses: object[] = [];
  for (const { Get } of TransactItems) {
    Responses.push(await prepareAction(parts, { name: "GetItem", input: Get }, store)(store));
  }
  return { Responses };
}

/** Returns the item of a failed condition, if the request asks for it. */
export function shownOnFailure(members: Record<string, unknown>, item: Item | undefined): { Item?: Item } {
  return members["ReturnValuesOnConditionCheckFailure"] === "ALL_OLD" && item ? { Item: item } : {};
}

async function reasonOf(
  parts: DynaliteParts,
  { operation, members }: { operation: Operation; members: Record<string, unknown> },
  { store, batch }: { store: Store; batch: WriteBatch },
): Promise<CancellationReason> {
  const { ReturnValuesOnConditionCheckFailure: _, ...input } = members;
  const run = prepareAction(parts, { name: actionOf[operation], input }, store);
  // What a condition check would delete stays.
  const target = operation === "ConditionCheck" ? batch.checkOnly() : batch.store;
  const before = new Set(batch.items.keys());
  try {
    await run(target);
    return { Code: "None" };
  } catch (error) {
    const item = [...batch.items].find(([key]) => !before.has(key))?.[1];
    const name = error instanceof ServiceError ? error.name : "";
    if (name === "ConditionalCheckFailedException") {
      return {
        Code: "ConditionalCheckFailed",
        Message: "The conditional request failed",
        ...shownOnFailure(members, item),
      };
    }
    if (name === "ValidationException" && error instanceof Error) {
      return { Code: "ValidationError", Message: error.message };
    }
    throw error;
  }
}

function operationsOf(item: z.infer<typeof writes>["TransactItems"][number]) {
  const { ConditionCheck, Put, Delete, Update } = item;
  const given: [Operation, Record<string, unknown> | undefined][] = [
    ["ConditionCheck", ConditionCheck],
    ["Put", Put],
    ["Delete", Delete],
    ["Update", Update],
  ];
  return given.filter(([, members]) => members !== undefined);
}

function canceled(reasons: CancellationReason[]): ServiceError {
  const codes = reasons.map(({ Code }) => Code).join(", ");
  return new ServiceError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { members: { CancellationReasons: reasons } },
  );
}

function readRequest<Shape extends z.ZodType>(shape: Shape, input: unknown): z.infer<Shape> {
  const read = shape.safeParse(input);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw invalid(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not valid"}`);
  }
  return read.data;
}

function invalid(message: string): ServiceError {
  return new ServiceError("ValidationException", message);
}
