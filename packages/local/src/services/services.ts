import path from "node:path";
import { type AwsJsonService, serveAwsJson } from "@ashiato/aws-json/serve-aws-json";
import { openWarehouse } from "@ashiato/redshift/service";
import { systemClock } from "@ashiato/states/clock";
import { openStateMachines } from "@ashiato/states/service";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { serviceCaller } from "./step-functions/aws-sdk-integrations.ts";
import { authenticateSigned } from "../http/authenticate.ts";
import { type LambdaService, serveLambda } from "./lambda/serve-lambda.ts";
import type { Plan } from "../stage/plan-stage.ts";
import { createStorageResources, type StorageClients } from "./storage/create-resources.ts";
import type { StorageServer } from "./storage/serve-storage.ts";
import { createStateMachines, runDeclaredStatements } from "./step-functions/create-state-machines.ts";
import { functionLogs } from "./lambda/function-logs.ts";
import { behindGate } from "./gate.ts";
import type { Ahead } from "../stage/listen-ahead.ts";
import type { Start } from "../stage/stage.ts";
import { type Endpoints, localAccountId, stageEnvironment } from "../stage/stage-environment.ts";
import { statesIntegrations } from "./step-functions/integrations.ts";
import { warehouseStorage } from "./redshift-data/warehouse-storage.ts";

export type Services = {
  lambda: LambdaService;
  states: AwsJsonService;
  endpoints: Endpoints;
  /** By these variables SDK clients and the AWS CLI find the services. */
  environment: Record<string, string>;
};

export type Ground = Ahead & {
  /** SST's Node.js runtime, which runs a function's code. */
  runtime: string;
};

/**
 * Starts what stands for the rest of the plan, and makes in each service what is declared of it: buckets, queues, topics; functions; the
 * warehouse; state machines.
 *
 * @throws LocalError STATEMENT_FAILED when a declared statement fails in the warehouse.
 */
export async function servePlan(
  start: Start,
  plan: Plan,
  { storage, api, runtime }: Ground,
): Promise<Services> {
  const { directory, region, credentials, ports, gate, onFault, started } = start;
  const rules = () => ({ credentials, region, now: Date.now() });
  const clients = storageClients(start, storage.url);
  await createStorageResources(plan, clients);

  const logs = functionLogs(path.join(directory, "logs"));
  started.defer(logs.close);
  const lambda = await serveLambda({
    functions: plan.functions,
    runtime,
    port: ports.lambda ?? 0,
    authenticate: authenticateSigned(rules, ["lambda"]),
    clock: systemClock,
    environment: () => environment,
    onLine: logs.write,
    onFault,
  });
  started.defer(lambda.close);

  const warehouse = await serveWarehouse(start, plan, { s3: clients.s3, storage });
  const states = await openStateMachines({
    region,
    accountId: localAccountId,
    clock: systemClock,
    random: Math.random,
    uuid: () => crypto.randomUUID(),
    directory: path.join(directory, "states"),
    integrations: statesIntegrations({
      lambda,
      s3: clients.s3,
      caller: serviceCaller({ ...clients, warehouse }),
    }),
  });
  started.defer(() => states.close());

  const services = await serveAwsJson({
    services: [states.service, warehouse].map((service) => behindGate(service, gate)),
    port: ports.services ?? 0,
    authenticate: authenticateSigned(rules, ["states", "redshift-data"]),
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
  const environment = stageEnvironment(endpoints, start);
  await runDeclaredStatements(plan, warehouse);
  await createStateMachines(plan, states.service);
  return { lambda, states: states.service, endpoints, environment };
}

function storageClients({ region, credentials, started }: Start, endpoint: string): StorageClients {
  const client = { region, credentials, endpoint };
  const clients = {
    s3: new S3Client({ ...client, forcePathStyle: true }),
    sqs: new SQSClient(client),
    sns: new SNSClient(client),
  };
  started.defer(async () => Object.values(clients).forEach((each) => each.destroy()));
  return clients;
}

async function serveWarehouse(
  { directory, region, started }: Start,
  plan: Plan,
  { s3, storage }: { s3: S3Client; storage: StorageServer },
): Promise<AwsJsonService> {
  const warehouse = await openWarehouse({
    region,
    accountId: localAccountId,
    ...plan.warehouse,
    externalSchemas: [],
    storage: warehouseStorage(s3, storage.objectPath),
    clock: { now: Date.now },
    directory: path.join(directory, "warehouse"),
  });
  started.defer(() => warehouse.close());
  return warehouse.service;
}
