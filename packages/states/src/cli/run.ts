import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { parseJson } from "../exact-integer.ts";
import { systemClock } from "../clock.ts";
import type { Integrations, LambdaAnswer } from "../integrations/integrations.ts";
import type { JsonObject } from "../json.ts";
import { MemoryS3 } from "./memory-s3.ts";
import { openStateMachines } from "../service.ts";
import { callAction, historyOf, outcomeOf } from "./call-action.ts";
import { UsageError } from "./usage-error.ts";

type Handler = (event: unknown) => unknown;

/** Runs a definition file once and prints its outcome, with `--history` each event before it. */
export async function* runMachine(words: string[]): AsyncGenerator<string> {
  const { values, positionals } = readWords(words);
  const [file] = positionals;
  if (file === undefined) {
    throw new UsageError("run: no definition given.");
  }
  const definition = readFileSync(file, "utf8");
  const input = existsSync(values.input) ? readFileSync(values.input, "utf8") : values.input;
  const machines = await openStateMachines({
    region: "us-east-1",
    accountId: "000000000000",
    clock: systemClock,
    random: Math.random,
    uuid: randomUUID,
    integrations: {
      lambda: moduleLambdas(await loadHandlers(values.lambda)),
      s3: new MemoryS3(() => systemClock.now()).integration,
      awsSdk: {
        supports: () => false,
        call: async ({ service, action }): Promise<JsonObject> => {
          throw new Error(`${service}:${action} cannot be called by the command line.`);
        },
      },
    },
  });
  try {
    const { stateMachineArn } = await callAction<{ stateMachineArn: string }>(
      machines,
      "CreateStateMachine",
      {
        name: "machine",
        definition,
        roleArn: "arn:aws:iam::000000000000:role/states",
      },
    );
    const { executionArn } = await callAction<{ executionArn: string }>(machines, "StartExecution", {
      stateMachineArn,
      input,
    });
    const { status, output, error, cause } = await outcomeOf(machines, executionArn);
    if (values.history) {
      for (const event of await historyOf(machines, executionArn)) {
        yield JSON.stringify(event);
      }
    }
    yield JSON.stringify({ status, output: output && parseJson(output), error, cause }, null, 2);
    if (status !== "SUCCEEDED") {
      process.exitCode = 1;
    }
  } finally {
    await machines.close();
  }
}

/** Throws UsageError when an option is unknown. */
function readWords(words: string[]) {
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        input: { type: "string", default: "{}" },
        lambda: { type: "string", multiple: true, default: [] },
        history: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`run: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** `name=module.ts` for each function; the module exports `handler`. */
async function loadHandlers(words: readonly string[]): Promise<Map<string, Handler>> {
  const handlers = new Map<string, Handler>();
  for (const word of words) {
    const [name = "", path = ""] = word.split("=");
    if (path === "") {
      throw new UsageError(`run: --lambda ${word} is not name=module.ts.`);
    }
    const module: { handler?: unknown } = await import(pathToFileURL(resolve(path)).href);
    const { handler } = module;
    if (typeof handler !== "function") {
      throw new UsageError(`run: ${path} exports no function 'handler'.`);
    }
    handlers.set(name, (event) => handler(event));
  }
  return handlers;
}

function moduleLambdas(handlers: ReadonlyMap<string, Handler>): Integrations["lambda"] {
  return {
    async invoke({ functionName, payload }): Promise<LambdaAnswer> {
      const name = functionName.split(":").at(6) ?? functionName;
      const handler = handlers.get(name);
      if (!handler) {
        const error = new Error(`Function not found: ${functionName}`);
        throw Object.assign(error, { name: "ResourceNotFoundException", statusCode: 404 });
      }
      const answered = { executedVersion: "$LATEST", statusCode: 200 };
      try {
        const result = await handler(JSON.parse(payload));
        return { ...answered, payload: JSON.stringify(result ?? null) };
      } catch (error) {
        const {
          name: errorType,
          message: errorMessage,
          stack = "",
        } = error instanceof Error ? error : new Error(String(error));
        const trace = stack.split("\n");
        return {
          ...answered,
          payload: JSON.stringify({ errorType, errorMessage, trace }),
          functionError: "Unhandled",
        };
      }
    },
  };
}
