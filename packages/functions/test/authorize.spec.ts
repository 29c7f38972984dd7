import type { APIGatewayRequestAuthorizerEventV2 } from "aws-lambda";
import { expect, test } from "vitest";

Object.assign(process.env, {
  POWERTOOLS_LOG_LEVEL: "SILENT",
  SST_RESOURCE_App: JSON.stringify({ name: "ashiato", stage: "test" }),
  SST_RESOURCE_IngestToken: JSON.stringify({ value: "ingest-old" }),
  SST_RESOURCE_IngestTokenNext: JSON.stringify({ value: "ingest-new" }),
  SST_RESOURCE_DownloadToken: JSON.stringify({ value: "download-only" }),
  SST_RESOURCE_DownloadTokenNext: JSON.stringify({ value: "" }),
});
const { handler: authorize } = await import("../src/authorize.ts");

async function isAuthorized(
  routeKey: string,
  authorization?: string,
  queryStringParameters?: Record<string, string>,
): Promise<boolean> {
  const event = {
    routeKey,
    queryStringParameters,
    ...(authorization !== undefined && { headers: { authorization } }),
    requestContext: { requestId: "request-1" },
  } as unknown as APIGatewayRequestAuthorizerEventV2;
  return (await authorize(event)).isAuthorized;
}

test("both tokens of a role are valid at once, on the routes of the role alone", async () => {
  for (const token of ["ingest-old", "ingest-new"]) {
    expect(await isAuthorized("POST /v1/locations", `Bearer ${token}`)).toBe(true);
    expect(await isAuthorized("POST /v1/locations/owntracks", `Bearer ${token}`)).toBe(true);
    expect(await isAuthorized("GET /v1/exports", `Bearer ${token}`)).toBe(false);
    expect(await isAuthorized("POST /v1/runs", `Bearer ${token}`)).toBe(false);
  }
  expect(await isAuthorized("GET /v1/exports/{date}/csv", "Bearer download-only")).toBe(true);
  expect(await isAuthorized("POST /v1/runs", "Bearer download-only")).toBe(true);
  expect(await isAuthorized("POST /v1/locations", "Bearer download-only")).toBe(false);
});

test("a phone that supports only basic authentication sends the token as its password", async () => {
  const basic = Buffer.from("jane:ingest-new").toString("base64");
  expect(await isAuthorized("POST /v1/locations/owntracks", `Basic ${basic}`)).toBe(true);
});

test("no token, another, an unset one and an unknown route are refused", async () => {
  expect(await isAuthorized("POST /v1/locations")).toBe(false);
  expect(await isAuthorized("POST /v1/locations", "Bearer ingest")).toBe(false);
  expect(await isAuthorized("GET /v1/exports", "Bearer ")).toBe(false);
  expect(await isAuthorized("GET /v1/exports", `Basic ${Buffer.from("x:").toString("base64")}`)).toBe(false);
  expect(await isAuthorized("DELETE /v1/exports", "Bearer download-only")).toBe(false);
});

test("the token may be in the URL on the phone routes, and nowhere else", async () => {
  for (const query of [{ access_token: "ingest-new" }, { token: "ingest-old" }]) {
    for (const routeKey of [
      "GET /v1/locations/osmand",
      "POST /v1/locations/overland",
      "ANY /v1/locations/{path+}",
    ]) {
      expect(await isAuthorized(routeKey, undefined, query)).toBe(true);
    }
    expect(await isAuthorized("POST /v1/locations", undefined, query)).toBe(false);
  }
  expect(await isAuthorized("GET /v1/exports", undefined, { access_token: "download-only" })).toBe(false);
  for (const query of [{ access_token: "download-only" }, { token: "" }, { token: "ingest-old,x" }, {}]) {
    expect(await isAuthorized("GET /v1/locations/osmand", undefined, query)).toBe(false);
  }
  expect(await isAuthorized("GET /v1/locations/osmand", "Bearer wrong", { token: "ingest-old" })).toBe(false);
});
