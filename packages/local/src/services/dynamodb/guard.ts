import { z } from "zod";
import type { Access } from "../access.ts";
import { arn } from "../aws-names.ts";
import type { Guard } from "../guard.ts";
import { tableNameOf } from "./table-name.ts";

const text = z.string().optional().catch(undefined);
const named = z.looseObject({ TableName: text, IndexName: text, ResourceArn: text });
const tables = z.looseObject({ RequestItems: z.record(z.string(), z.unknown()).catch({}) });
const operation = z.looseObject({ TableName: z.string().catch("") });
const transaction = z.looseObject({
  TransactItems: z.array(z.record(z.string(), operation)).catch([]),
});

/** Of each operation of a transaction, the permission that it needs. */
const permissions: Readonly<Record<string, string>> = {
  ConditionCheck: "ConditionCheckItem",
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  Get: "GetItem",
};

/**
 * Returns the guard of DynamoDB: each request needs its action on every table or index that it names, and a
 * transaction the action of each of its operations. Of the condition keys, only the global ones have a value.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
export function dynamodbGuard(access: Access, region: string): Guard {
  const tableArn = (table: string) =>
    arn({ accountId: access.accountId, region }, "dynamodb", `table/${tableNameOf(table)}`);
  return (principal, { action, input }) => {
    const ask = (asked: string, resource: string) =>
      access.authorize({ principal, action: `dynamodb:${asked}`, resource, context: {} });
    if (action === "BatchGetItem" || action === "BatchWriteItem") {
      for (const table of Object.keys(tables.parse(input).RequestItems)) {
        ask(action, tableArn(table));
      }
      return undefined;
    }
    if (action === "TransactWriteItems" || action === "TransactGetItems") {
      for (const [name, { TableName }] of transaction.parse(input).TransactItems.flatMap(Object.entries)) {
        ask(permissions[name] ?? action, tableArn(TableName));
      }
      return undefined;
    }
    const { TableName, IndexName, ResourceArn } = named.parse(input);
    const table = TableName === undefined ? (ResourceArn ?? "*") : tableArn(TableName);
    ask(action, IndexName === undefined ? table : `${table}/index/${IndexName}`);
    return undefined;
  };
}
