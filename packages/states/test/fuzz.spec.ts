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

/** What a path, an expression or a function may be made of, in no order that makes sense. */
const pieces = [
  "$",
  "@",
  ".",
  "..",
  "[",
  "]",
  "(",
  ")",
  "?(",
  "'",
  '"',
  "==",
  "!@.a",
  "&&",
  "/",
  "\\",
  "{",
  "}",
  "{}",
  ",",
  "-1",
  "1e309",
  "9223372036854775807",
  " ",
  "*",
  "~>",
  "$$",
  "$range(1,9e9,1)",
  "$parse('{')",
  "$base64decode('!')",
  "function($x){$x}",
  "States.Format('{}',",
  "[(@.length-1)]",
  "null",
  "é",
];

/** A text with a piece put in, or some characters taken out. */
function mutateText(text: string, random: () => number): string {
  const at = Math.floor(random() * (text.length + 1));
  const removed = random() < 0.5 ? Math.ceil(random() * 3) : 0;
  const added = random() < 0.7 ? pieces[Math.floor(random() * pieces.length)] : "";
  return `${text.slice(0, at)}${added}${text.slice(at + removed)}`;
}

/** Messages of faults of JavaScript and the libraries, which must not reach a client. */
const foreign =
  /interpreter failed|internal error occurred|TypeError|RangeError|ReferenceError|SyntaxError|is not a function|is not iterable|Cannot (?:read|set|convert|destructure)|undefined \(reading|call stack|Invalid (?:string|array) length|\[object |node_modules/;

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
      target[at.key] = mutateText(old, random);
    } else {
      target[String(pick(["Next", "End", "Items", "Retry", "Output", "ResultPath", "QueryLanguage"]))] =
        structuredClone(value);
    }
  }
  return mutant;
}

it("ends every mutated definition in an execution or a validation error, in no foreign words", async () => {
  const random = randomFrom(20_261_123);
  const clock = new SimulatedClock(Date.parse("2026-11-23T00:00:00Z"), { automatic: true });
  const s3 = new MemoryS3(() => clock.now());
  s3.put("b", "k.json", "[1,2,3]");
  s3.put("b", "k.csv", 'a,b\n"1,2",x\\,y\n{""c"":3},\n');
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
        input: '{"n":1,"list":[1,2],"rows":[{"a":"x","n":null},{"a":"y","id":9007199254740993}]}',
      });
      await machines.ended(executionArn);
      const { status, cause = "" } = await call<{ status: string; cause?: string }>("DescribeExecution", {
        executionArn,
      });
      ending = status;
      if (foreign.test(cause)) {
        faults.push(`${cause} ${definition}`);
      }
    } catch (error) {
      if (!(error instanceof ServiceError)) {
        throw error;
      }
      ending = error.name;
      if (foreign.test(error.message)) {
        faults.push(`${error.message} ${definition}`);
      }
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
