import { rm } from "node:fs/promises";
import path from "node:path";
import { serveAwsJson } from "@ashiato/aws-json/serve-aws-json";
import { openWarehouse } from "@ashiato/redshift/service";
import { systemClock } from "@ashiato/states/clock";
import { openStateMachines, type StateMachines } from "@ashiato/states/service";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { serviceCaller } from "../aws-sdk/call-service.ts";
import { readAppSettings } from "../evaluate/app-settings.ts";
import { evaluateProgram } from "../evaluate/evaluate-program.ts";
import { ensurePlatform } from "../evaluate/platform.ts";
import { serveHttpApi } from "../http-api/serve-http-api.ts";
import { type LambdaService, serveLambda } from "../lambda/serve-lambda.ts";
import { LocalError } from "../local-error.ts";
import type { HttpApiPlan } from "../plan/http-apis.ts";
import { type Plan, planStage } from "../plan/plan.ts";
import { describeUnserved } from "../plan/unserved.ts";
import { runSchedules } from "../scheduler/run-schedules.ts";
import { createStorageResources } from "../storage/create-resources.ts";
import { serveStorage } from "../storage/serve-storage.ts";
import {
  checkTargets,
  createStateMachines,
  runDeclaredStatements,
  startTarget,
} from "./declared-services.ts";
import { functionLogs } from "./function-logs.ts";
import { type Gate, openGate } from "./gate.ts";
import { type Endpoints, localAccountId, localCredentials, stageEnvironment } from "./stage-environment.ts";
import { writeStageFile } from "./stage-file.ts";
import { lockDirectory } from "./stage-lock.ts";
import { readSecrets, writeSecrets } from "./stage-secrets.ts";
import { statesIntegrations } from "./states-integrations.ts";
import { warehouseStorage } from "./warehouse-storage.ts";

export type StageOptions = {
  /** Folder of `sst.config.ts`. */
  root: string;
  /** The stage's name, as in `sst deploy --stage`. */
  stage: string;
  /** Where all of the stage's state lies. */
  directory: string;
  /** Starts over: the directory is emptied first. */
  fresh?: boolean;
  /** Runs the declared schedules. */
  schedules?: boolean;
  /** 0 or absent: a free port. */
  ports?: { api?: number; storage?: number; services?: number; lambda?: number };
  /** Told of what takes long, and of what the stage does not serve. */
  say: (line: string) => void;
  /** Told of faults of the stage's own services, and of schedules that failed. */
  onFault?: (fault: unknown) => void;
  /** Where requests to S3 and SQS can be held. */
  gate?: Gate;
};

export type Stage = {
  plan: Plan;
  /** What `run()` of `sst.config.ts` returned. */
  outputs: Record<string, string>;
  endpoints: Endpoints;
  /** By these variables SDK clients and the AWS CLI find the stage. */
  environment: Record<string, string>;
  /** Bearer tokens of the API by role: made up once, kept in the stage's directory. */
  tokens: { ingest: string; download: string };
  /** Name of the Lambda function of a component: `Store`. */
  functionName: (component: string) => string;
  /** Ids of the processes that serve the component's function now. */
  processIds: (component: string) => number[];
  close: () => Promise<void>;
};

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
  // Whatever was started is stopped again, last first, whether the start fails or the stage is closed.
  await using started = new AsyncDisposableStack();
  const lock = await lockDirectory(directory);
  started.defer(lock.release);
  if (options.fresh) await emptyDirectory(directory);

  const platform = await ensurePlatform(root, say);
  const work = path.join(directory, "build");
  const app = await readAppSettings(root, stage, work);
  const { region } = app;

  // The program must know where the queue and the API are, so these two listen before it runs.
  let encryption: Plan["encryption"] = { keys: [], defaults: [] };
  const storage = await serveStorage({
    directory: path.join(directory, "storage"),
    region,
    port: ports.storage ?? 0,
    gate,
    credentials: localCredentials,
    encryption: () => encryption,
  });
  started.defer(storage.close);
  let httpApi: HttpApiPlan | undefined;
  const api = await serveHttpApi({
    api: () => httpApi,
    accountId: localAccountId,
    region,
    port: ports.api ?? 0,
    now: Date.now,
    invoke: (functionArn, payload) => lambda.invoke(functionArn, payload),
    onFault,
  });
  started.defer(api.close);

  const secrets = await readSecrets(directory);
  const declared = await evaluateProgram({
    root,
    stage,
    app,
    work,
    platform,
    accountId: localAccountId,
    endpoints: { sqs: storage.url, api: api.url },
    secrets,
  });
  await writeSecrets(directory, { ...secrets, ...declared.secrets });
  const plan = planStage(declared);
  encryption = plan.encryption;
  checkTargets(plan);
  if (plan.httpApis.length > 1)
    throw new LocalError("UNSUPPORTED", "The local stage serves one HTTP API, and the program declares more");
  httpApi = plan.httpApis[0];
  for (const each of plan.unserved) say(`Declared, not served (${each.reason}): ${describeUnserved(each)}`);

  const client = { region, credentials: localCredentials, endpoint: storage.url };
  const clients = {
    s3: new S3Client({ ...client, forcePathStyle: true }),
    sqs: new SQSClient(client),
    sns: new SNSClient(client),
  };
  started.defer(async () => Object.values(clients).forEach((each) => each.destroy()));
  await createStorageResources(plan, clients);

  const logs = functionLogs(path.join(directory, "logs"));
  started.defer(logs.close);
  const lambda: LambdaService = await serveLambda({
    functions: plan.functions,
    runtime: path.join(platform.path, "dist/nodejs-runtime/index.js"),
    port: ports.lambda ?? 0,
    environment: () => environment,
    onLine: logs.write,
    onFault,
  });
  started.defer(lambda.close);

  const warehouse = await openWarehouse({
    region,
    accountId: localAccountId,
    ...plan.warehouse,
    externalSchemas: [],
    storage: warehouseStorage(clients.s3, storage.objectPath),
    clock: { now: Date.now },
    directory: path.join(directory, "warehouse"),
  });
  started.defer(() => warehouse.close());

  const states: StateMachines = await openStateMachines({
    region,
    accountId: localAccountId,
    clock: systemClock,
    random: Math.random,
    uuid: () => crypto.randomUUID(),
    directory: path.join(directory, "states"),
    integrations: statesIntegrations({
      lambda: () => lambda,
      s3: clients.s3,
      caller: serviceCaller({ ...clients, warehouse: warehouse.service }),
    }),
  });
  started.defer(() => states.close());

  const services = await serveAwsJson({
    services: [states.service, warehouse.service],
    port: ports.services ?? 0,
    onFault,
  });
  started.defer(services.close);
  const endpoints: Endpoints = {
    api: api.url,
    s3: storage.url,
    sqs: storage.url,
    sns: storage.url,
    lambda: lambda.url,
    sfn: services.url,
    redshiftData: services.url,
  };
  const environment = stageEnvironment(endpoints, region);
  await runDeclaredStatements(plan, warehouse.service);
  await createStateMachines(plan, states.service);

  if (options.schedules) {
    const targets = { plan, lambda, states: states.service };
    const scheduler = runSchedules({
      schedules: plan.schedules,
      now: Date.now,
      target: (arn, input) => startTarget(targets, arn, input),
      onFault,
    });
    started.defer(async () => scheduler.stop());
  }

  const functionName = (component: string): string => {
    const found = plan.functions.find((each) => each.component === component);
    if (!found) throw new LocalError("UNSUPPORTED", `The program declares no function ${component}`);
    return found.name;
  };
  const outputs = Object.fromEntries(
    Object.entries(plan.outputs).map(([name, value]) => [name, String(value)]),
  );
  const tokens = {
    ingest: declared.secrets["IngestToken"] ?? "",
    download: declared.secrets["DownloadToken"] ?? "",
  };
  say(`Token to send reports: ${tokens.ingest}`);
  say(`Token to list and fetch exports and to start runs: ${tokens.download}`);
  const file = await writeStageFile(directory, { stage, pid: process.pid, outputs, environment, tokens });
  started.defer(file.remove);
  const running = started.move();
  return {
    plan,
    outputs,
    endpoints,
    environment,
    tokens,
    functionName,
    processIds: (component) => lambda.processIds(functionName(component)),
    close: () => running.disposeAsync(),
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
