// Requests of phones and files of people, from a file of cases, through the gateway and the authorizer.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type IngestOutcome, readCases, tryCase } from "./support/ingest-cases.ts";
import { RunningStage } from "./support/running-stage.ts";

/** INGEST_CASES names another file of cases, and INGEST_OUTCOMES a file for what became of them. */
const own = path.join(import.meta.dirname, "cases/ingest.jsonl");
const casesPath = process.env["INGEST_CASES"] ?? own;
const outcomesPath = process.env["INGEST_OUTCOMES"];
const cases = readCases(await readFile(casesPath, "utf8"));
const outcomes: (IngestOutcome & { id: string; expected: unknown })[] = [];

let app: RunningStage;

beforeAll(async () => {
  app = await RunningStage.start();
});

afterAll(async () => {
  await app.stop();
  if (outcomesPath !== undefined) {
    await writeFile(outcomesPath, outcomes.map((outcome) => `${JSON.stringify(outcome)}\n`).join(""));
  }
});

it.each(cases.map((each) => [each.id, each] as const))("%s", async (id, each) => {
  const outcome = await tryCase(app, each);
  outcomes.push({ id, ...outcome, expected: each.expected });
  // What is expected in a sentence is for a person to compare.
  const expected = typeof each.expected === "object" ? { rows: [], rejected: [], ...each.expected } : {};
  expect(outcome).toMatchObject(expected);
});
