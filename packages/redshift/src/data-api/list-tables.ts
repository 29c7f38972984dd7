import type { ListTablesResponse } from "@aws-sdk/client-redshift-data";
import { z } from "zod";
import { tablesIn } from "../catalog/catalog-tables.ts";
import { catalogOf, databaseMembers, fits, pageOf } from "./catalog-request.ts";
import type { DataApi } from "./data-api.ts";
import { readRequest } from "./read-request.ts";

const request = z.object({
  ...databaseMembers,
  SchemaPattern: z.string().optional(),
  TablePattern: z.string().optional(),
});

/**
 * Lists tables and views, by schema and name.
 * https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ListTables.html
 */
export async function listTables(api: DataApi, input: unknown): Promise<ListTablesResponse> {
  const asked = readRequest(request, input);
  const { catalog } = catalogOf(api, asked);
  const tables = tablesIn(catalog)
    .filter(({ schema, name }) => fits(schema, asked.SchemaPattern) && fits(name, asked.TablePattern))
    .map(({ schema, name, type }) => ({ schema, name, type }));
  const { page, ...token } = pageOf(tables, asked);
  return { Tables: page, ...token } satisfies ListTablesResponse;
}
