import { openApiDocument } from "@ashiato/core/api/openapi";
import { expect, it } from "vitest";
import { examplesOf, operationsOf, readDocument } from "./support/document.ts";
import { lintByRedocly, lintBySpectral } from "./support/lint-document.ts";
import { validatorOf } from "./support/validate-example.ts";

const made = openApiDocument({
  version: "1.2.3",
  url: "https://api.ashiato.test",
  time: "2026-11-21T00:30:00.000Z",
  date: "2026-11-21",
  timeZone: "Asia/Tokyo",
});
const document = readDocument(made);
const operations = operationsOf(document);
const examples = operations.flatMap(examplesOf);

/** The document with one operation changed. */
function spoiled(change: object): string {
  const copy = structuredClone(made);
  const stage = Reflect.get(copy["paths"] as object, "/v1/stage") as { get: object };
  Object.assign(stage.get, change);
  return JSON.stringify(copy);
}

it("passes the recommended rules of redocly lint, which find what is wrong", async () => {
  expect(await lintByRedocly(JSON.stringify(made))).toEqual([]);
  expect(
    await lintByRedocly(spoiled({ summary: undefined, responses: { 200: { description: "x" } } })),
  ).toEqual([
    expect.stringMatching(/^error operation-summary /),
    expect.stringMatching(/^warn operation-4xx-response /),
    expect.stringMatching(/^warn no-unused-components /),
  ]);
});

it("passes Spectral's oas ruleset, which finds what is wrong", async () => {
  expect(await lintBySpectral(JSON.stringify(made))).toEqual([]);
  const findings = await lintBySpectral(spoiled({ tags: ["Unknown"], description: undefined }));
  expect(findings.map((finding) => finding.split(" ", 1)[0])).toEqual(
    expect.arrayContaining(["operation-tag-defined", "operation-description"]),
  );
});

it("has an example for each request and each answer, and they are valid by an independent validator", () => {
  const validate = validatorOf(made);
  expect(examples.length).toBeGreaterThan(100);
  for (const { place, schema, value } of examples) {
    expect({ place, faults: validate(schema, value) }).toEqual({ place, faults: [] });
  }
  for (const { operationId, parameters, requestBody, responses } of operations) {
    const bodies = [requestBody, ...Object.values(responses)].flatMap((each) =>
      Object.values(each?.content ?? {}),
    );
    for (const { example, examples: several } of bodies) {
      expect(example ?? several, operationId).toBeDefined();
    }
    // A path cannot be tried without its parameters.
    for (const { name, required, example } of parameters) {
      expect(required !== true || example !== undefined, `${operationId} ${name}`).toBe(true);
    }
  }
});

it("has schemas that refuse answers that the API never gives", () => {
  const validate = validatorOf(made);
  const answers = examples.filter(({ place }) => place.endsWith("application/json"));
  for (const { place, schema } of answers) {
    expect({ place, faults: validate(schema, "text") }).not.toEqual({ place, faults: [] });
  }
});
