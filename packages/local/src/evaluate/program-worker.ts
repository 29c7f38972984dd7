// Runs the bundled program in a separate process: Pulumi keeps its state in globals, and SST's components
// change the working directory.
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { quickenPulumi } from "./quicken-pulumi.ts";
import { withSecrets } from "./secrets.ts";
import { callRpc, programMethods } from "./sst-rpc.ts";

/**
 * How a secret travels to the Pulumi engine:
 * https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/rpc.ts
 */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

const request = z.object({
  bundle: z.string(),
  result: z.string(),
  secrets: z.record(z.string(), z.string()),
  /** The value of `$cli` in the program. */
  cli: z.record(z.string(), z.unknown()),
});

const members = z.record(z.string(), z.unknown());
const stateSchema = z.object({ id: z.string(), state: members });

type MockResource = { type: string; name: string; inputs: Record<string, unknown>; custom?: boolean };
type MockCall = { token: string; inputs: Record<string, unknown> };

const file = process.argv[2];
if (!file) {
  throw new Error("program-worker needs the path of its request");
}
const { bundle, result, secrets, cli } = request.parse(JSON.parse(await readFile(file, "utf8")));
const resources: object[] = [];
const asked: Record<string, string> = {};
quickenPulumi();
Object.assign(globalThis, { $cli: cli });
process.env = withSecrets(process.env, secrets, asked);

const program = (await import(pathToFileURL(bundle).href)) as {
  run: (mocks: object) => Promise<Record<string, unknown>>;
};

/** Requests the states of resources one after the other, in the order in which the program declares them. */
let last: Promise<unknown> = Promise.resolve();

function inOrder<T>(ask: () => Promise<T>): Promise<T> {
  const next = last.then(ask);
  // The caller receives the failure; the next call proceeds all the same.
  last = next.catch(() => undefined);
  return next;
}

const outputs = await program.run({
  async newResource({ type, name, inputs: given, custom }: MockResource) {
    const inputs = members.parse(plainInputs(given));
    const answer = await inOrder(() => callRpc(programMethods.newResource, { type, name, inputs }));
    const { id, state } = stateSchema.parse(answer);
    resources.push({ type, name, inputs, id, state, custom: custom === true });
    return { id, state };
  },
  call: async ({ token, inputs }: MockCall) =>
    members.parse(await callRpc(programMethods.callFunction, { token, inputs })),
});

// Outputs continue to resolve after run() returns. Once Node reports that nothing is left to do, all
// resources are known.
process.once("beforeExit", () => {
  void writeFile(result, JSON.stringify({ resources, outputs, secrets: asked }), { mode: 0o600 });
});

/** Returns a resource's inputs with every secret as plain text: on this machine nothing is encrypted. */
function plainInputs(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(plainInputs);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  if (Reflect.get(value, signatureKey) === secretSignature) {
    return plainInputs(Reflect.get(value, "value"));
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainInputs(member)]));
}
