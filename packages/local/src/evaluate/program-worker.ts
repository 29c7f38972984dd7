// Runs the bundled program in a process of its own: Pulumi keeps its state in globals, and SST's components change the working directory.
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { plainInputs } from "./plain-inputs.ts";
import { providerCall } from "../services/iam/policy-document.ts";
import { type ResourceRequest, resourceState } from "./resource-state.ts";
import { withSecrets } from "./secrets.ts";

const request = z.object({
  bundle: z.string(),
  result: z.string(),
  secrets: z.record(z.string(), z.string()),
  aws: z.object({
    accountId: z.string(),
    region: z.string(),
    endpoints: z.object({ sqs: z.string(), api: z.string() }),
  }),
});

type MockResource = ResourceRequest & { custom?: boolean };
type MockCall = { token: string; inputs: Record<string, unknown> };

const file = process.argv[2];
if (!file) throw new Error("program-worker needs the path of its request");
const { bundle, result, aws, secrets } = request.parse(JSON.parse(await readFile(file, "utf8")));
const resources: object[] = [];
const asked: Record<string, string> = {};
process.env = withSecrets(process.env, secrets, asked);

const program = (await import(pathToFileURL(bundle).href)) as {
  run: (mocks: object) => Promise<Record<string, unknown>>;
};

const outputs = await program.run({
  newResource({ type, name, inputs: given, custom }: MockResource) {
    const inputs = plainInputs(given) as Record<string, unknown>;
    const { id, state } = resourceState({ type, name, inputs }, aws);
    resources.push({ type, name, inputs, id, state, custom: custom === true });
    return { id, state };
  },
  call: ({ token, inputs }: MockCall) => providerCall(token, inputs, aws),
});

// Outputs go on resolving after run() returns. When nothing is left to do, Node says so, and all resources are there.
process.once("beforeExit", () => {
  void writeFile(result, JSON.stringify({ resources, outputs, secrets: asked }), { mode: 0o600 });
});
