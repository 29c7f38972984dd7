import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { LocalError } from "../local-error.ts";
import type { BundleCache } from "./bundle-cache.ts";
import { buildFunction } from "./build-function.ts";
import type { AppSettings } from "./app-settings.ts";
import { bundleProgram } from "./bundle-program.ts";
import type { DeclaredApp, FunctionBuild } from "./declared-app.ts";
import type { Platform } from "./platform.ts";
import type { ResourceRequest, ResourceState } from "./resource-state.ts";
import { programMethods, serveSstRpc } from "./sst-rpc.ts";

const run = promisify(execFile);

/** A program allocates much short-lived memory, and runs for seconds. */
const workerFlags = ["--no-deprecation", "--max-semi-space-size=64"];

export type EvaluateRequest = {
  /** Folder of `sst.config.ts`. */
  root: string;
  stage: string;
  /** The result of `app()`: see `readAppSettings`. */
  app: AppSettings;
  /** Folder for artifacts, kept between starts. */
  work: string;
  bundles: BundleCache;
  /** Replaces AWS while the program runs. */
  cloud: Cloud;
  /**
   * Values of `sst.Secret`s by name; missing ones are generated, and returned with the declared app.
   */
  secrets: Record<string, string>;
  platform: Platform;
};

export type Cloud = {
  /** Returns the state of a resource that the program declares. */
  newResource: (request: ResourceRequest) => Promise<ResourceState>;
  /** Answers a provider function by its token; throws for one that it cannot answer. */
  callFunction: (token: string, inputs: Record<string, unknown>) => Record<string, unknown>;
};

const members = z.record(z.string(), z.unknown());
const resourceRequest = z.object({ type: z.string(), name: z.string(), inputs: members });
const functionCall = z.object({ token: z.string(), inputs: members });

const evaluated = z.object({
  resources: z.array(
    z.object({
      type: z.string(),
      name: z.string(),
      inputs: z.record(z.string(), z.unknown()),
      state: z.record(z.string(), z.unknown()),
      id: z.string(),
      custom: z.boolean(),
    }),
  ),
  outputs: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.string()),
});

const buildInput = z.looseObject({
  functionID: z.string(),
  handler: z.string(),
  runtime: z.string(),
  links: z.record(z.string(), z.record(z.string(), z.unknown())),
  properties: z.record(z.string(), z.unknown()).default({}),
  copyFiles: z.array(z.object({ from: z.string(), to: z.string() })).default([]),
});

/**
 * Runs the real `sst.config.ts` with SST's own components against Pulumi's mocks, and returns every resource
 * that it declares. Needs no Pulumi engine, no account and, once SST's platform is set up, no network.
 *
 * Throws LocalError PLATFORM_NOT_INSTALLED, PROGRAM_FAILED or BUILD_FAILED.
 */
export async function evaluateProgram(request: EvaluateRequest): Promise<DeclaredApp> {
  const { root, stage, work, bundles, platform } = request;
  const { region } = request.app;
  await mkdir(work, { recursive: true });

  const $app = { removal: "retain", protect: false, ...request.app.settings, stage, home: "aws" };
  const bundle = await bundleProgram({ root, platform, bundles, app: $app });

  const builds: FunctionBuild[] = [];
  const rpc = await serveSstRpc({
    "Provider.Aws.Bootstrap": async () => ({
      asset: "assets",
      state: "state",
      assetEcrRegistryId: "",
      assetEcrUrl: "",
      appsync: {},
    }),
    "Runtime.Build": async (params) => {
      const input = buildInput.parse(params);
      const { sourceMap, ...build } = await buildFunction({
        root,
        work,
        bundles,
        functionId: input.functionID,
        handler: input.handler,
        runtime: input.runtime,
        links: Object.fromEntries(
          Object.entries(input.links).map(([name, link]) => [name, ofComponent(link)]),
        ),
        nodejs: input.properties,
        copyFiles: input.copyFiles,
      });
      builds.push(build);
      return { handler: build.bundledHandler, out: build.out, errors: [], sourcemaps: [sourceMap] };
    },
    "Runtime.AddTarget": async () => ({}),
    [programMethods.newResource]: (params) => request.cloud.newResource(resourceRequest.parse(params)),
    [programMethods.callFunction]: async (params) => {
      const { token, inputs } = functionCall.parse(params);
      return request.cloud.callFunction(token, inputs);
    },
  });
  try {
    const { resources, outputs, secrets } = await runProgram({ ...request, bundle, rpcUrl: rpc.url });
    return { name: request.app.name, stage, region, resources, builds, outputs, secrets };
  } finally {
    rpc.close();
  }
}

/** With the mocks, a component's type begins with the stack's, which SST's names omit. */
function ofComponent(link: Record<string, unknown>): Record<string, unknown> {
  return { ...link, type: String(link["type"]).replace("pulumi.pulumi.Stack$", "") };
}

type ProgramRequest = EvaluateRequest & { bundle: string; rpcUrl: string };

async function runProgram(request: ProgramRequest): Promise<z.infer<typeof evaluated>> {
  const { root, work, bundle, platform } = request;
  const requestFile = path.join(work, "program-request.json");
  const result = path.join(work, "program-result.json");
  // Both hold the stage's secrets: no other user may read them, and both are deleted after use.
  await removeFiles(requestFile, result);
  const paths = { home: path.join(work, "home"), root, work, platform: platform.path };
  const cli = { command: "deploy", dev: false, paths, state: { version: {} } };
  await writeFile(requestFile, JSON.stringify({ bundle, result, secrets: request.secrets, cli }), {
    mode: 0o600,
  });
  const worker = path.join(import.meta.dirname, "program-worker.ts");
  let evaluation: string;
  try {
    await run(process.execPath, [...workerFlags, worker, requestFile], {
      cwd: root,
      env: {
        NODE_COMPILE_CACHE: path.join(platform.bundles, "compiled"),
        ...process.env,
        SST_SERVER: request.rpcUrl,
      },
      maxBuffer: 64 * 1024 * 1024,
    });
    evaluation = await readFile(result, "utf8");
  } catch (error) {
    const stderr = (error as { stderr?: string }).stderr ?? String(error);
    throw new LocalError("PROGRAM_FAILED", `sst.config.ts failed:\n${stderr}`, { cause: error });
  } finally {
    await removeFiles(requestFile, result);
  }
  return evaluated.parse(JSON.parse(evaluation));
}

async function removeFiles(...files: string[]): Promise<void> {
  await Promise.all(files.map((file) => rm(file, { force: true })));
}
