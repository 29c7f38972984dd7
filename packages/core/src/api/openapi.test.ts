import { expect, test } from "vitest";
import { components } from "./components.ts";
import { answerSchema, openApiDocument } from "./openapi.ts";
import { routes, tokenOf } from "./routes.ts";

const document = openApiDocument({
  version: "1.2.3",
  url: "https://api.example.com",
  time: "2026-11-21T00:30:00Z",
  date: "2026-11-21",
  timeZone: "Asia/Tokyo",
}) as {
  openapi: string;
  paths: Record<string, Record<string, { security: object[]; operationId: string }>>;
  components: { schemas: Record<string, Record<string, unknown>> };
};

test("every route is described, with the role that it requires", () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => [
      `${method.toUpperCase()} ${path}`,
      Object.keys(security[0] ?? {})[0] ?? "public",
    ]),
  );
  const named = Object.entries(routes).filter(([routeKey]) => !routeKey.includes("+}"));
  const tokens = named.map(([routeKey]) => [routeKey, tokenOf(routeKey) ?? "public"]);
  expect(Object.fromEntries(described)).toEqual(Object.fromEntries(tokens));
});

test("every reference resolves to a component, and operation ids are unique", () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(20);
  for (const [, name = ""] of references) {
    expect(Object.keys(document.components.schemas)).toContain(name);
  }
  const ids = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test("every schema has a type or alternatives, and none is only a reference", () => {
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    expect({ name, $ref: schema["$ref"] }).toEqual({ name, $ref: undefined });
    expect(Object.keys(schema), name).toSatisfy((keys: string[]) =>
      keys.some((key) => key === "type" || key === "anyOf" || key === "oneOf"),
    );
  }
});

test("every component has the name of its schema", () => {
  expect(Object.keys(document.components.schemas)).toEqual(
    expect.arrayContaining([...Object.keys(components), "Report", "RejectedReport", "ExportFile"]),
  );
});

test("a report is described by the rules that validate it", () => {
  const text = JSON.stringify(document.components.schemas["Report"]);
  expect(text).toContain('"minimum":-90');
  expect(text).toContain('"required":["deviceId","timestamp","latitude","longitude"]');
  expect(text).toContain('"additionalProperties":false');
});

test("an answer is checked against the schema in the document", () => {
  const problem = { result: "error", error: { code: "NotFound", message: "none" }, requestId: "r" };
  expect(answerSchema("GET /v1/exports/{date}", 404)?.safeParse(problem).success).toBe(true);
  expect(answerSchema("GET /v1/exports/{date}", 404)?.safeParse({}).success).toBe(false);
  expect(answerSchema("GET /v1/exports/{date}/csv", 302)).toBeUndefined();
});
