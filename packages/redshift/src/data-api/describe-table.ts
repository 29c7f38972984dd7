import type { DescribeTableResponse } from "@aws-sdk/client-redshift-data";
import { z } from "zod";
import { tablesIn } from "../catalog/catalog-tables.ts";
import type { ColumnMetadata } from "../statements/result-page.ts";
import { catalogOf, databaseMembers, pageOf } from "./catalog-request.ts";
import type { DataApi } from "./data-api.ts";
import { readRequest } from "./read-request.ts";

const request = z.object({
  ...databaseMembers,
  Schema: z.string().optional(),
  Table: z.string().optional(),
});

/**
 * Returns the columns of every table and view that fits: of all schemas where none is named, of all tables
 * where none is named, and none where nothing fits.
 * https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_DescribeTable.html
 */
export async function describeTable(
  api: DataApi,
  input: unknown,
  { signal }: { signal: AbortSignal },
): Promise<DescribeTableResponse> {
  const asked = readRequest(request, input);
  const { catalog, database } = catalogOf(api, asked);
  const columns: ColumnMetadata[] = [];
  for (const table of tablesIn(catalog)) {
    const isAsked =
      (asked.Schema === undefined || table.schema === asked.Schema.toLowerCase()) &&
      (asked.Table === undefined || table.name === asked.Table.toLowerCase());
    if (isAsked) {
      columns.push(...(await api.columnsOf(table, { catalog, database, signal })));
    }
  }
  const { page, ...token } = pageOf(columns, asked);
  return {
    ...(asked.Table === undefined ? {} : { TableName: asked.Table }),
    ColumnList: page,
    ...token,
  } satisfies DescribeTableResponse;
}
