import { randomUUID } from "node:crypto";
import { ServiceError } from "@ashiato/aws-json/service-error";
import { expect, it } from "vitest";
import { SimulatedClock } from "../src/clock.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../src/json.ts";
import { MemoryS3 } from "../src/cli/memory-s3.ts";
import { openStateMachines } from "../src/service.ts";
import { fuzzedDefinitions } from "./fuzzed-definitions.ts";

const mutations = 10_000;

/** A generator of the same numbers for the same seed: https://prng.di.unimi.it/splitmix64.c, in 32 bits. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

type Place = { parent: JsonObject | JsonValue[]; key: string | number };

function places(value: JsonValue, found: Place[] = []): Place[] {
  if (Array.isArray(value)) {
    for (const [key, member] of value.entries()) {
      found.push({ parent: value, key });
      places(member, found);
    }
  } else if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      found.push({ parent: value, key });
      places(member, found);
    }
  }
  return found;
}

const oddValues: JsonValue[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e300,
  "",
  "$",
  "$$",
  "$.a[",
  "$x",
  "$..*",
  "$[?(@.a>1)]",
  "States.Format('{}')",
  "States.ArrayRange(0, 9, 1)",
  "{% $ %}",
  "{% $x := %}",
  "{% $states.input %}",
  "{% [1..5] %}",
  "é\u0000",
  [],
  {},
  [[]],
  { "a.$": "$.b" },
  "2026-11-23T00:00:00Z",
  "JSONata",
  "JSONPath",
  "DISTRIBUTED",
  "__proto__",
  "constructor",
];

/** One to four random changes of a definition: a value taken away, put elsewhere, replaced, or cut. */
function mutate(definition: JsonObject, random: () => number): JsonObject {
  const mutant = structuredClone(definition);
  const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
  for (let change = Math.ceil(random() * 4); change > 0; change -= 1) {
    const all = places(mutant);
    const at = pick(all);
    const other = pick(all);
    if (!at || !other) {
      return mutant;
    }
    const target = at.parent as Record<string | number, JsonValue>;
    const value = (other.parent as Record<string | number, JsonValue>)[other.key] ?? null;
    const old = target[at.key];
    const kind = random();
    if (kind < 0.25) {
      delete target[at.key];
    } else if (kind < 0.55) {
      target[at.key] = pick(oddValues) ?? null;
    } else if (kind < 0.8) {
      target[at.key] = structuredClone(value);
    } else if (typeof old === "string") {
      target[at.key] = old.slice(0, -1);
    } else {
      target[String(pick(["Next", "End", "Items", "Retry", "Output", "ResultPath", "QueryLanguage"]))] =
        structuredClone(value);
    }
  }
  return mutant;
}

it("ends every mutated definition in an execution or a validation error", async () => {
  const random = randomFrom(20_261_123);
  const clock = new SimulatedClock(Date.parse("2026-11-23T00:00:00Z"), { automatic: true });
  const s3 = new MemoryS3(() => clock.now());
  s3.put("b", "k.json", "[1,2,3]");
  const machines = await openStateMachines({
    region: "us-east-1",
    accountId: "111111111111",
    clock,
    random,
    uuid: randomUUID,
    integrations: {
      lambda: {
        invoke: async ({ payload }) => ({ payload, executedVersion: "$LATEST", statusCode: 200 }),
      },
      s3: s3.integration,
      awsSdk: { supports: () => true, call: async ({ parameters }) => parameters },
    },
  });
  const call = async <T>(name: string, input: object): Promise<T> => {
    const answer = await machines.service.actions[name]?.(input, { signal: new AbortController().signal });
    return JSON.parse(JSON.stringify(answer));
  };
  const endings: Record<string, number> = {};
  const faults: string[] = [];
  for (let at = 0; at < mutations; at += 1) {
    const base = fuzzedDefinitions[at % fuzzedDefinitions.length] ?? {};
    const definition = JSON.stringify(mutate(base, random));
    let ending: string;
    try {
      const { stateMachineArn } = await call<{ stateMachineArn: string }>("CreateStateMachine", {
        name: `m${at}`,
        definition,
        roleArn: "r",
      });
      const { executionArn } = await call<{ executionArn: string }>("StartExecution", {
        stateMachineArn,
        input: '{"n":1,"list":[1,2]}',
      });
      await machines.ended(executionArn);
      const { status, cause } = await call<{ status: string; cause?: string }>("DescribeExecution", {
        executionArn,
      });
      ending = status;
      if (cause?.includes("The interpreter failed")) {
        faults.push(`${cause} ${definition}`);
      }
    } catch (error) {
      if (!(error instanceof ServiceError)) {
        throw error;
      }
      ending = error.name;
    }
    endings[ending] = (endings[ending] ?? 0) + 1;
  }
  await machines.close();
  expect(faults).toEqual([]);
  expect(Object.keys(endings).toSorted()).toEqual(
    expect.arrayContaining(["FAILED", "InvalidDefinition", "SUCCEEDED"]),
  );
  expect(endings.RUNNING).toBeUndefined();
});
