import { rm } from "node:fs/promises";
import path from "node:path";
import { setAsideIn } from "../disk/set-aside.ts";
import { setAsideIfDamaged } from "../disk/sound-database.ts";
import { readAppSettings } from "../evaluate/app-settings.ts";
import { ensurePlatform } from "../evaluate/platform.ts";
import { LocalError } from "../local-error.ts";
import type { HttpApiPlan } from "../services/http-api/http-apis.ts";
import type { Plan } from "./plan-stage.ts";
import { runSchedules } from "../services/scheduler/run-schedules.ts";
import { startTarget } from "../services/step-functions/create-state-machines.ts";
import { openGate } from "../services/gate.ts";
import { listenAhead } from "./listen-ahead.ts";
import { planProgram } from "./plan-program.ts";
import { servePlan, type Services } from "../services/services.ts";
import type { Stage, StageOptions, Start, Tokens } from "./stage.ts";
import { ownDirectory, stageCredentials } from "./stage-credentials.ts";
import { removeStageFile, writeStageFile } from "./stage-file.ts";
import { identityFile, stageIdentity } from "../services/storage/identity.ts";
import { lockDirectory } from "./stage-lock.ts";

/** Where the stage's services keep their state in SQLite: queues and topics, executions, statements. */
const databases = ["states/states.sqlite", "warehouse/warehouse.sqlite"];
const queueDatabase = "storage/sqs/fauxqs.db";

/**
 * Runs the app that `sst.config.ts` declares on this machine: evaluates the program, plans, starts a service for each resource. What no
 * service stands for is told by `say`.
 *
 * @throws LocalError when the program, or something it declares, cannot be served.
 */
export async function startStage(options: StageOptions): Promise<Stage> {
  const { root, stage, directory, say, ports = {}, gate = openGate } = options;
  const onFault =
    options.onFault ?? ((fault: unknown) => say(`A local service failed: ${describeFault(fault)}`));
  await using started = new AsyncDisposableStack();
  await ownDirectory(directory);
  const lock = await lockDirectory(directory);
  started.defer(lock.release);
  await removeStageFile(directory);
  if (options.fresh) await emptyDirectory(directory);

  const platform = await ensurePlatform(root, say);
  const work = path.join(directory, "build");
  const app = await readAppSettings(root, stage, work);
  const credentials = await stageCredentials(directory);
  const setAside = setAsideIn({ directory, now: () => new Date(), say });
  for (const file of databases) setAsideIfDamaged(path.join(directory, file), setAside);
  // Without the queue, reports that were accepted are gone: it is another stage that a sender finds.
  setAsideIfDamaged(path.join(directory, queueDatabase), setAside, [identityFile(directory)]);
  // As on AWS, an API that was made anew has another id.
  const identity = await stageIdentity(directory, setAside);
  const start: Start = {
    directory,
    region: app.region,
    credentials,
    ports,
    gate,
    onFault,
    setAside,
    started,
  };

  let encryption: Plan["encryption"] = { keys: [], defaults: [] };
  let httpApi: HttpApiPlan | undefined;
  const ahead = await listenAhead(start, {
    encryption: () => encryption,
    api: () => httpApi,
    invoke: (functionArn, payload) => services.lambda.invoke(functionArn, payload),
  });
  await lock.tell({ api: ahead.api.url });
  const endpoints = { sqs: ahead.storage.url, api: ahead.api.url };
  const program = { root, stage, directory, app, work, platform, endpoints, setAside, say };
  const { plan, tokens } = await planProgram(program);
  encryption = plan.encryption;
  const runtime = path.join(platform.path, "dist/nodejs-runtime/index.js");
  const services: Services = await servePlan(start, plan, { ...ahead, runtime });
  // The API has answered 503 so far: its functions can be invoked only now.
  httpApi = plan.httpApis[0] && { ...plan.httpApis[0], id: identity };

  if (options.schedules) startSchedules(start, plan, services);

  const handedOut = handOut(plan, services, tokens);
  const { outputs, environment } = handedOut;
  say(`Token to send reports: ${tokens.ingest}`);
  say(`Token to list and fetch exports and to start runs: ${tokens.download}`);
  const file = await writeStageFile(directory, { stage, pid: process.pid, outputs, environment, tokens });
  started.defer(file.remove);
  const running = started.move();
  return { ...handedOut, close: () => running.disposeAsync() };
}

function startSchedules({ started, onFault }: Start, plan: Plan, services: Services): void {
  const scheduler = runSchedules({
    schedules: plan.schedules,
    now: Date.now,
    target: (arn, input) => startTarget({ plan, ...services }, arn, input),
    onFault,
  });
  started.defer(async () => scheduler.stop());
}

/** What a caller may know of a stage that runs. */
function handOut(plan: Plan, services: Services, tokens: Tokens): Omit<Stage, "close"> {
  const { lambda, endpoints, environment } = services;
  const functionName = (component: string): string => {
    const found = plan.functions.find((each) => each.component === component);
    if (!found) throw new LocalError("UNSUPPORTED", `The program declares no function ${component}`);
    return found.name;
  };
  return {
    plan,
    outputs: Object.fromEntries(Object.entries(plan.outputs).map(([name, value]) => [name, String(value)])),
    endpoints,
    environment,
    tokens,
    functionName,
    processIds: (component) => lambda.processIds(functionName(component)),
  };
}

/** Everything but the lock that was just taken. */
async function emptyDirectory(directory: string): Promise<void> {
  for (const name of ["build", "storage", "logs", "warehouse", "states"]) {
    await rm(path.join(directory, name), { recursive: true, force: true });
  }
}

function describeFault(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}
