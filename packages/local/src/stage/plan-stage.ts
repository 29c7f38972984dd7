import type { DeclaredApp, DeclaredResource } from "../evaluate/declared-app.ts";
import { readBuckets, type BucketPlan } from "../services/storage/buckets.ts";
import { type DefaultEncryptionPlan, readDefaultEncryption } from "../services/storage/s3/default-encryption.ts";
import { readFunctions, type FunctionPlan } from "../services/lambda/functions.ts";
import { readHttpApis, type HttpApiPlan } from "../services/http-api/http-apis.ts";
import { type KmsKeyPlan, readKmsKeys } from "../services/kms/kms-keys.ts";
import { readQueues, type QueuePlan } from "../services/storage/queues.ts";
import { readSchedules, type SchedulePlan } from "../services/scheduler/schedules.ts";
import { readStateMachines, type StateMachinePlan } from "../services/step-functions/state-machines.ts";
import { readTopics, type TopicPlan } from "../services/storage/topics.ts";
import { readUnserved, type Unserved } from "../services/unserved.ts";
import { readWarehouse, type WarehousePlan } from "../services/redshift-data/warehouse.ts";

/** What the local services have to stand for, and what none of them does. Plain data. */
export type Plan = {
  name: string;
  stage: string;
  region: string;
  buckets: BucketPlan[];
  /** How the local S3 encrypts: the keys that it may name, and what holds where a request says nothing. */
  encryption: { keys: KmsKeyPlan[]; defaults: DefaultEncryptionPlan[] };
  queues: QueuePlan[];
  topics: TopicPlan[];
  functions: FunctionPlan[];
  httpApis: HttpApiPlan[];
  schedules: SchedulePlan[];
  stateMachines: StateMachinePlan[];
  warehouse: WarehousePlan;
  unserved: Unserved[];
  outputs: Record<string, unknown>;
};

/**
 * Turns the declared resources into a plan: one reader for each kind, which picks out its own.
 *
 * @throws LocalError UNSUPPORTED when a resource is declared in a way that its service here does not support.
 */
export function planStage(app: DeclaredApp): Plan {
  const resources = app.resources.filter(({ custom }) => custom);
  return {
    name: app.name,
    stage: app.stage,
    region: app.region,
    buckets: readBuckets(resources),
    encryption: { keys: readKmsKeys(resources), defaults: readDefaultEncryption(resources) },
    queues: readQueues(resources),
    topics: readTopics(resources),
    functions: readFunctions(resources, app.builds),
    httpApis: readHttpApis(resources),
    schedules: readSchedules(resources),
    stateMachines: readStateMachines(resources),
    warehouse: readWarehouse(resources),
    unserved: readUnserved(resources),
    outputs: app.outputs,
  };
}

export type { DeclaredResource };
