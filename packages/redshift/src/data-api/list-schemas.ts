import type { ListSchemasResponse } from "@aws-sdk/client-redshift-data";
import { z } from "zod";
import { schemasOf } from "../catalog/catalog-tables.ts";
import { catalogOf, databaseMembers, fits, pageOf } from "./catalog-request.ts";
import type { DataApi } from "./data-api.ts";
import { readRequest } from "./read-request.ts";

const request = z.object({ ...databaseMembers, SchemaPattern: z.string().optional() });

/**
 * Lists the schemas of the warehouse's own and the external ones, by name.
 * https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ListSchemas.html
 */
export async function listSchemas(api: DataApi, input: unknown): Promise<ListSchemasResponse> {
  const asked = readRequest(request, input);
  const { catalog } = catalogOf(api, asked);
  const schemas = schemasOf(catalog).filter((schema) => fits(schema, asked.SchemaPattern));
  const { page, ...token } = pageOf(schemas, asked);
  return { Schemas: page, ...token } satisfies ListSchemasResponse;
}
