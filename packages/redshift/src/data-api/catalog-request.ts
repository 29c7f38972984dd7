import { z } from "zod";
import type { Catalog } from "../catalog/catalog.ts";
import { connect, type ConnectionMembers } from "./connect.ts";
import type { DataApi } from "./data-api.ts";
import { validationError } from "./errors.ts";
import { nextToken } from "./read-request.ts";

const name = z.string().min(1).optional();

/** What ListDatabases, ListSchemas, ListTables and DescribeTable have in common. */
export const catalogMembers = {
  WorkgroupName: name,
  ClusterIdentifier: name,
  SecretArn: name,
  DbUser: name,
  Database: name,
  NextToken: nextToken,
  MaxResults: z.int().min(0).max(1000).optional(),
};

/** As `catalogMembers`, for what is in one database: another one may be connected to. */
export const databaseMembers = { ...catalogMembers, Database: z.string().min(1), ConnectedDatabase: name };

const defaultPage = 1000;

/**
 * Returns the catalog of the workgroup and the database that a request names. Throws ValidationException for
 * a workgroup or a database that does not exist.
 */
export function catalogOf(
  api: DataApi,
  request: ConnectionMembers & { ConnectedDatabase?: string | undefined },
): { catalog: Catalog; workgroup: string; database: string } {
  const { workgroup } = connect(api, request);
  for (const database of [request.ConnectedDatabase, request.Database]) {
    if (database !== undefined && database !== workgroup.database) {
      throw validationError(`FATAL: database "${database}" does not exist`);
    }
  }
  return { catalog: api.catalogOf(workgroup.name), workgroup: workgroup.name, database: workgroup.database };
}

/**
 * Returns one page of a list, and the token of the next. Throws ValidationException for a token of another
 * list.
 */
export function pageOf<Item>(
  items: readonly Item[],
  { NextToken, MaxResults }: { NextToken?: string | undefined; MaxResults?: number | undefined },
): { page: Item[]; NextToken?: string } {
  const start = NextToken === undefined ? 0 : Number(Buffer.from(NextToken, "base64url").toString());
  if (!Number.isInteger(start) || start < 0 || start > items.length) {
    throw validationError("The NextToken does not belong to this list.");
  }
  const end = start + (MaxResults || defaultPage);
  const page = items.slice(start, end);
  return end < items.length ? { page, NextToken: Buffer.from(String(end)).toString("base64url") } : { page };
}

/**
 * Returns whether a name fits a SQL pattern: `%` stands for any text, `_` for one character, and a backslash
 * takes their meaning away.
 */
export function fits(name: string, pattern: string | undefined): boolean {
  if (pattern === undefined) {
    return true;
  }
  const parts = pattern.match(/\\[^]|[^]/gu) ?? [];
  const text = Array.from(name);
  // Where the last `%` was, and what it has been taken to stand for so far.
  let wildcard: { part: number; end: number } | undefined;
  let part = 0;
  let at = 0;
  while (at < text.length) {
    const wanted = parts[part];
    if (wanted === "%") {
      wildcard = { part, end: at };
      part += 1;
    } else if (
      wanted === "_" ||
      (wanted?.startsWith("\\") && wanted.length > 1 ? wanted.slice(1) : wanted) === text[at]
    ) {
      part += 1;
      at += 1;
    } else if (wildcard) {
      wildcard.end += 1;
      part = wildcard.part + 1;
      at = wildcard.end;
    } else {
      return false;
    }
  }
  return parts.slice(part).every((rest) => rest === "%");
}
