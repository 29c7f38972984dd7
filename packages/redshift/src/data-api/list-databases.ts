import type { ListDatabasesResponse } from "@aws-sdk/client-redshift-data";
import { z } from "zod";
import { catalogMembers, pageOf } from "./catalog-request.ts";
import { findWorkgroup } from "./connect.ts";
import type { DataApi } from "./data-api.ts";
import { readRequest } from "./read-request.ts";

const request = z.object(catalogMembers);

/** https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ListDatabases.html */
export async function listDatabases(api: DataApi, input: unknown): Promise<ListDatabasesResponse> {
  const asked = readRequest(request, input);
  const { page, ...token } = pageOf([findWorkgroup(api, asked).database], asked);
  return { Databases: page, ...token } satisfies ListDatabasesResponse;
}
