import path from "node:path";
import { openApiDocument } from "@ashiato/core/api/openapi";
import openapiTS, { astToString } from "openapi-typescript";
import { expect, it } from "vitest";

/** The types by which the console asks: after a change of the API, `vitest run --update` writes them anew. */
const types = path.join(import.meta.dirname, "../../console/src/api/schema.d.ts");

it("has made the console's types of the present OpenAPI document", async () => {
  const document = openApiDocument({
    version: "0.1.0",
    url: "https://api.example.com",
    time: "2026-11-21T03:00:00.000Z",
    date: "2026-11-21",
    timeZone: "Asia/Tokyo",
  });
  const made = astToString(await openapiTS(JSON.stringify(document)));
  await expect(made).toMatchFileSnapshot(types);
});
