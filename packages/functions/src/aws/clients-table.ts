import type { AuditEntry } from "@ashiato/core/clients/audit";
import { auditEntrySchema } from "@ashiato/core/clients/audit";
import { type Client, clientSchema } from "@ashiato/core/clients/client";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { PutCommand, QueryCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { Resource } from "sst";
import { RequestError } from "../errors.ts";
import { clientKind as kind } from "./clients-table-key.ts";
import { dynamodb } from "./dynamodb.ts";

/**
 * Places in buckets of others, each with the client that has it: two clients never write one key, even if
 * both ask for it at the same moment.
 */
const placeKind = "feed place";
/** All entries of the audit trail are of one trail, in the order of their times. */
const trail = "clients";

/** Returns every client, by id. */
export async function listClients(): Promise<Client[]> {
  const items = await queryAll({
    TableName: Resource.Clients.name,
    KeyConditionExpression: "#kind = :kind",
    ExpressionAttributeNames: { "#kind": "kind" },
    ExpressionAttributeValues: { ":kind": kind },
  });
  return items.map((item) => clientSchema.parse(item));
}

/**
 * Keeps a client and the entry of the audit trail that tells of it: both or neither. Returns false if the
 * client is not of the revision before, because another request has changed it meanwhile, or is there already
 * and should be new. Throws RequestError Conflict for a place that another client has.
 * @param place bucket and prefix, which are the client's from then on
 */
export async function saveClient(client: Client, entry: AuditEntry, place?: string): Promise<boolean> {
  const isNew = client.revision === 1;
  const condition = isNew
    ? { ConditionExpression: "attribute_not_exists(id)" }
    : {
        ConditionExpression: "revision = :before",
        ExpressionAttributeValues: { ":before": client.revision - 1 },
      };
  try {
    await dynamodb.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName: Resource.Clients.name, Item: { kind, ...client }, ...condition } },
          { Put: putOfEntry(entry) },
          ...(place === undefined ? [] : [takePlace(place, client.id)]),
        ],
      }),
    );
    return true;
  } catch (error) {
    const [ofClient, , ofPlace] =
      error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    if (ofClient?.Code === "ConditionalCheckFailed") {
      return false;
    }
    if (ofPlace?.Code === "ConditionalCheckFailed") {
      throw new RequestError("Conflict", `s3://${place} is the place of another client's feed`, {
        cause: error,
      });
    }
    throw error;
  }
}

/** Adds an entry to the audit trail for what is kept elsewhere. */
export async function addAuditEntry(entry: AuditEntry): Promise<void> {
  await dynamodb.send(new PutCommand(putOfEntry(entry)));
}

function putOfEntry(entry: AuditEntry) {
  return {
    TableName: Resource.ClientAudit.name,
    Item: { trail, entry: `${entry.at} ${entry.requestId}`, ...entry },
    ConditionExpression: "attribute_not_exists(#entry)",
    ExpressionAttributeNames: { "#entry": "entry" },
  };
}

function takePlace(place: string, client: string) {
  return {
    Put: {
      TableName: Resource.Clients.name,
      Item: { kind: placeKind, id: place, client },
      ConditionExpression: "attribute_not_exists(id) OR client = :client",
      ExpressionAttributeValues: { ":client": client },
    },
  };
}

type AuditPage = {
  limit: number;
  /** The place of an entry, or a time: entries from before it. */
  before?: string | undefined;
  /** Entries about this client alone. */
  client?: string | undefined;
};

/** Returns entries of the audit trail, newest first, and the place of the last one if there may be more. */
export async function listAudit({
  limit,
  before,
  client,
}: AuditPage): Promise<{ entries: AuditEntry[]; next?: string }> {
  const found: Record<string, unknown>[] = [];
  let ExclusiveStartKey: QueryCommand["input"]["ExclusiveStartKey"];
  do {
    const page = await dynamodb.send(
      new QueryCommand({
        TableName: Resource.ClientAudit.name,
        KeyConditionExpression:
          before === undefined ? "trail = :trail" : "trail = :trail AND #entry < :before",
        ...(before !== undefined && { ExpressionAttributeNames: { "#entry": "entry" } }),
        ...(client !== undefined && { FilterExpression: "client = :client" }),
        ExpressionAttributeValues: {
          ":trail": trail,
          ...(before !== undefined && { ":before": before }),
          ...(client !== undefined && { ":client": client }),
        },
        ScanIndexForward: false,
        Limit: limit,
        ExclusiveStartKey,
      }),
    );
    found.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined && found.length < limit);
  const shown = found.slice(0, limit);
  const last = shown.at(-1)?.["entry"];
  const hasMore = found.length > limit || ExclusiveStartKey !== undefined;
  return {
    entries: shown.map((item) => auditEntrySchema.parse(item)),
    ...(hasMore && typeof last === "string" && { next: last }),
  };
}

async function queryAll(input: QueryCommand["input"]): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let ExclusiveStartKey: QueryCommand["input"]["ExclusiveStartKey"];
  do {
    const page = await dynamodb.send(new QueryCommand({ ...input, ExclusiveStartKey }));
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}
