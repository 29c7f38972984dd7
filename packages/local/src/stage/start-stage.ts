import { rm } from "node:fs/promises";
import path from "node:path";
import { systemClock } from "@ashiato/states/clock";
import { setAsideIn } from "../disk/set-aside.ts";
import { readAppSettings } from "../evaluate/app-settings.ts";
import { BundleCache } from "../evaluate/bundle-cache.ts";
import { ensurePlatform } from "../evaluate/platform.ts";
import { LocalError } from "../local-error.ts";
import { Access } from "../services/access.ts";
import { openAwsJsonDoor } from "../services/aws-json-door.ts";
import { openGate } from "../services/gate.ts";
import { localAccountId, type Start } from "../services/service.ts";
import type { StageEvent } from "../services/stage-event.ts";
import { services } from "../services/services.ts";
import { serveCatchAll } from "./catch-all.ts";
import { localCloud } from "./local-cloud.ts";
import { planProgram } from "./plan-program.ts";
import type { Stage, StageOptions } from "./stage.ts";
import { ownDirectory, stageCredentials } from "./stage-credentials.ts";
import { operatorEnvironment, stageEnvironment } from "./stage-environment.ts";
import { removeStageFile, writeStageFile } from "./stage-file.ts";
import { lockDirectory } from "./stage-lock.ts";

/** The folder for bundles and artifacts in the stage's directory. */
const buildFolder = "build";

/**
 * Runs the app that `sst.config.ts` declares on this machine: opens the services, evaluates the program,
 * plans, and serves what it declares. What no service serves is reported through `say`.
 *
 * Throws LocalError when the program, or something it declares, cannot be served.
 */
export async function startStage(options: StageOptions): Promise<Stage> {
  const { root, stage, directory, say, verbose = false } = options;
  await using started = new AsyncDisposableStack();
  await ownDirectory(directory);
  const lock = await lockDirectory(directory);
  started.defer(lock.release);
  await removeStageFile(directory);
  if (options.fresh) {
    await emptyDirectory(directory);
  }

  const platform = await ensurePlatform(root, say);
  const work = path.join(directory, buildFolder);
  const bundles = new BundleCache(platform.bundles);
  const app = await readAppSettings(root, stage, bundles);
  let forFunctions: Record<string, string> = {};
  const start = await startOf(options, {
    region: app.region,
    runtime: path.join(platform.path, "dist/nodejs-runtime/index.js"),
    started,
    environment: () => forFunctions,
  });

  const doors = await services.open(start);
  await lock.tell({ api: doors.httpApi.url });
  const endpoints = services.endpoints(doors);
  const catchAll = await serveCatchAll(endpoints, {
    port: options.ports?.endpoint ?? 0,
    onFault: start.onFault,
  });
  started.defer(catchAll.close);
  forFunctions = stageEnvironment(endpoints, { ...start, catchAll: catchAll.url });
  const environment = operatorEnvironment(forFunctions, start.credentials);
  const { plan, tokens } = await planProgram({
    root,
    stage,
    directory,
    app,
    work,
    bundles,
    platform,
    cloud: localCloud({ accountId: localAccountId, region: app.region }, (request) =>
      services.address(doors, request),
    ),
    setAside: start.setAside,
    say,
    verbose,
  });
  await services.serve(start, { doors, plans: plan.services });
  // Deferred last, so that the AWS JSON listener closes before anything else stops.
  started.defer(start.awsJson.close);

  const outputs = Object.fromEntries(
    Object.entries(plan.outputs).map(([name, value]) => [name, String(value)]),
  );
  say(`Token to send reports: ${tokens.ingest}`);
  say(`Token to list and fetch exports and to start runs: ${tokens.download}`);
  const file = await writeStageFile(directory, { stage, pid: process.pid, outputs, environment, tokens });
  started.defer(file.remove);
  const functionName = (component: string): string => {
    const found = plan.services.lambda.functions.find((each) => each.component === component);
    if (!found) {
      throw new LocalError("UNSUPPORTED", `The program declares no function ${component}`);
    }
    return found.name;
  };
  const running = started.move();
  return {
    plan,
    outputs,
    endpoints: { ...endpoints, api: doors.httpApi.url },
    environment,
    access: start.access,
    tokens,
    functionName,
    processIds: (component) => doors.lambda.processIds(functionName(component)),
    close: () => running.disposeAsync(),
  };
}

type Known = Pick<Start, "region" | "runtime" | "started" | "environment">;

/** Returns what every service gets, with the address that some of them share. */
async function startOf(
  {
    directory,
    say,
    ports = {},
    gate = openGate,
    clock = systemClock,
    onFault,
    onEvent = () => undefined,
    schedules = false,
    alarms = false,
    onDecision,
  }: StageOptions,
  known: Known,
): Promise<Start> {
  const credentials = await stageCredentials(directory);
  const listeners = [onEvent];
  const common = {
    ...known,
    credentials,
    access: new Access({ credentials, accountId: localAccountId, onDecision }),
    ports,
    gate,
    clock,
    onFault: onFault ?? ((fault: unknown) => say(`A local service failed: ${describeFault(fault)}`)),
    onEvent: (event: StageEvent) => listeners.forEach((listener) => listener(event)),
    watchEvents: (listener: (event: StageEvent) => void) => void listeners.push(listener),
  };
  const awsJson = await openAwsJsonDoor(common);
  known.started.defer(awsJson.close);
  const setAside = setAsideIn({ directory, now: () => new Date(), say });
  return { ...common, directory, schedules, alarms, setAside, awsJson };
}

/**
 * Empties the folders of the build and of the services. Keeps the lock, which was just taken, the secrets and
 * the credentials.
 */
async function emptyDirectory(directory: string): Promise<void> {
  const folders = services.services.flatMap(({ folder }) => folder ?? []);
  for (const name of [buildFolder, ...folders]) {
    await rm(path.join(directory, name), { recursive: true, force: true });
  }
}

function describeFault(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}
