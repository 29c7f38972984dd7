import path from "node:path";
import * as s3 from "@aws-sdk/client-s3";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import { setAsideIfDamaged } from "../../disk/sound-database.ts";
import type { DeclaredResources } from "../declared.ts";
import type { KmsKey } from "../kms-key.ts";
import type { LocalService, SdkServices, Start } from "../service.ts";
import { type BucketPlan, bucketKinds, readBuckets } from "./buckets.ts";
import { createStorageResources, type StorageClients } from "./create-resources.ts";
import { identityFile, storageIdentity } from "./identity.ts";
import { type QueuePlan, queueKinds, readQueues } from "./queues.ts";
import { type CrossOriginPlan, crossOriginKinds, readCrossOrigin } from "./s3/cross-origin.ts";
import {
  type DefaultEncryptionPlan,
  encryptionKinds,
  readDefaultEncryption,
} from "./s3/default-encryption.ts";
import type { DeclaredEncryption } from "./s3/requested-encryption.ts";
import { serveStorage, type StorageServer } from "./serve-storage.ts";
import { readTopics, topicKinds, type TopicPlan } from "./topics.ts";

export type StoragePlan = {
  buckets: BucketPlan[];
  crossOrigin: CrossOriginPlan[];
  defaultEncryption: DefaultEncryptionPlan[];
  queues: QueuePlan[];
  topics: TopicPlan[];
};

export type StorageDoor = StorageServer & {
  /** Id of what is kept: another one when the queues or the buckets were created again. */
  identity: string;
  /** Holds the local S3 to what the program declares. */
  declare: (declared: Declared) => void;
};

type Declared = { encryption: DeclaredEncryption; crossOrigin: CrossOriginPlan[] };

export type RunningStorage = StorageClients & Pick<StorageServer, "objectPath"> & { sdk: SdkServices };

/**
 * S3, SQS and SNS: one room, as fauxqs serves the three on one address, with one signature check and one
 * folder.
 */
export const storage: LocalService<
  "storage",
  StoragePlan,
  StorageDoor,
  { keys: KmsKey[] },
  RunningStorage,
  { s3: string; sqs: string; sns: string; sts: string }
> = {
  name: "storage",
  folder: "storage",
  kinds: { ...bucketKinds, ...crossOriginKinds, ...encryptionKinds, ...queueKinds, ...topicKinds },
  open: openStorage,
  address: async ({ url }) => url,
  // STS has GetCallerIdentity, by which people see where they are.
  endpoints: ({ url }) => ({ s3: url, sqs: url, sns: url, sts: url }),
  plan: (declared: DeclaredResources) => ({
    buckets: readBuckets(declared),
    crossOrigin: readCrossOrigin(declared),
    defaultEncryption: readDefaultEncryption(declared),
    queues: readQueues(declared),
    topics: readTopics(declared),
  }),
  serve: async ({ start, door, plan, needs }) => {
    door.declare({
      encryption: { keys: needs.keys, defaults: plan.defaultEncryption },
      crossOrigin: plan.crossOrigin,
    });
    const clients = storageClients(start, door.url);
    await createStorageResources(plan, clients);
    const sdk = {
      s3: { client: clients.s3, sdk: s3 },
      sqs: { client: clients.sqs, sdk: sqs },
      sns: { client: clients.sns, sdk: sns },
    };
    return { ...clients, objectPath: door.objectPath, sdk };
  },
};

async function openStorage(start: Start): Promise<StorageDoor> {
  const directory = path.join(start.directory, "storage");
  // Without the queue, reports that were accepted are gone: it is another stage that a sender finds.
  setAsideIfDamaged(path.join(directory, "sqs/fauxqs.db"), start.setAside, [identityFile(directory)]);
  const identity = await storageIdentity(directory, start.setAside);
  let declared: Declared = { encryption: { keys: [], defaults: [] }, crossOrigin: [] };
  const { region, ports, gate, credentials, setAside } = start;
  const server = await serveStorage({
    directory,
    region,
    port: ports.storage ?? 0,
    gate,
    credentials,
    encryption: () => declared.encryption,
    crossOrigin: () => declared.crossOrigin,
    setAside,
  });
  start.started.defer(server.close);
  return {
    ...server,
    identity,
    declare: (next) => {
      declared = next;
    },
  };
}

function storageClients({ region, credentials, started }: Start, endpoint: string): StorageClients {
  const client = { region, credentials, endpoint };
  const clients = {
    s3: new s3.S3Client({ ...client, forcePathStyle: true }),
    sqs: new sqs.SQSClient(client),
    sns: new sns.SNSClient(client),
  };
  started.defer(async () => Object.values(clients).forEach((each) => each.destroy()));
  return clients;
}
