import path from "node:path";
import * as s3 from "@aws-sdk/client-s3";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import { setAsideIfDamaged } from "../../disk/sound-database.ts";
import type { SessionCredentials } from "../../http/access-key.ts";
import type { Credentials } from "../../http/signature-version-4.ts";
import { destroyWithStage } from "../destroy-with-stage.ts";
import { declareResourcePolicies, type ResourcePolicyPlan } from "../declared-policy.ts";
import type { DeclaredResources } from "../declared.ts";
import { every } from "../every.ts";
import type { KmsKey } from "../kms-key.ts";
import type { LocalService, SdkServicesAs, Start } from "../service.ts";
import { type BucketPlan, bucketKinds, readBuckets, readEventBuckets } from "./buckets.ts";
import { createStorageResources, type StorageClients } from "./create-resources.ts";
import { identityFile, storageIdentity } from "./identity.ts";
import { type QueuePlan, queueKinds, readQueues } from "./queues.ts";
import { type CrossOriginPlan, crossOriginKinds, readCrossOrigin } from "./s3/cross-origin.ts";
import {
  type DefaultEncryptionPlan,
  encryptionKinds,
  readDefaultEncryption,
} from "./s3/default-encryption.ts";
import { type LifecyclePlan, lifecycleKinds, readLifecycles } from "./s3/lifecycle/declared-lifecycle.ts";
import type { DeclaredEncryption } from "./s3/requested-encryption.ts";
import { serveStorage, type StorageServer } from "./serve-storage.ts";
import { policyKinds, readStoragePolicies } from "./storage-policies.ts";
import {
  readSubscriptions,
  readTopics,
  type SubscriptionPlan,
  topicKinds,
  type TopicPlan,
} from "./topics.ts";

export type StoragePlan = {
  buckets: BucketPlan[];
  /** The names of those whose notifications go to EventBridge. */
  eventBuckets: string[];
  crossOrigin: CrossOriginPlan[];
  defaultEncryption: DefaultEncryptionPlan[];
  lifecycles: LifecyclePlan[];
  queues: QueuePlan[];
  topics: TopicPlan[];
  subscriptions: SubscriptionPlan[];
  policies: ResourcePolicyPlan[];
};

export type StorageDoor = StorageServer & {
  /** Id of what is kept: another one when the queues or the buckets were created again. */
  identity: string;
  /** Holds the local S3 to what the program declares. */
  declare: (declared: Declared) => void;
};

type Declared = { encryption: DeclaredEncryption; crossOrigin: CrossOriginPlan[] };

export type RunningStorage = Pick<
  StorageServer,
  "objectPath" | "linkPart" | "queueDepths" | "watchObjects"
> & {
  /** The clients of the stage's own key. */
  s3: s3.S3Client;
  sqs: sqs.SQSClient;
  sns: sns.SNSClient;
  /** These return the client of whoever has the credentials. */
  s3As: (credentials: () => Promise<SessionCredentials>) => s3.S3Client;
  sqsAs: (credentials: () => Promise<SessionCredentials>) => sqs.SQSClient;
  sdkAs: SdkServicesAs;
  /** Publishes to a topic, by the stage's own key. */
  publish: (topicArn: string, message: { subject: string; message: string }) => Promise<void>;
};

const dayMilliseconds = 86_400_000;

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
  { s3: string; sqs: string; sns: string }
> = {
  name: "storage",
  folder: "storage",
  kinds: {
    ...bucketKinds,
    ...crossOriginKinds,
    ...encryptionKinds,
    ...lifecycleKinds,
    ...queueKinds,
    ...topicKinds,
    ...policyKinds,
  },
  open: openStorage,
  address: async ({ url }) => url,
  endpoints: ({ url }) => ({ s3: url, sqs: url, sns: url }),
  plan: (declared: DeclaredResources) => ({
    buckets: readBuckets(declared),
    eventBuckets: readEventBuckets(declared),
    crossOrigin: readCrossOrigin(declared),
    defaultEncryption: readDefaultEncryption(declared),
    lifecycles: readLifecycles(declared),
    queues: readQueues(declared),
    topics: readTopics(declared),
    subscriptions: readSubscriptions(declared),
    policies: readStoragePolicies(declared),
  }),
  serve: async ({ start, door, plan, needs }) => {
    door.declare({
      encryption: { keys: needs.keys, defaults: plan.defaultEncryption },
      crossOrigin: plan.crossOrigin,
    });
    const keep = destroyWithStage(start.started);
    const clientsAs = (credentials: Identity): StorageClients => {
      const common = { region: start.region, credentials, endpoint: door.url };
      return {
        s3: keep(new s3.S3Client({ ...common, forcePathStyle: true })),
        sqs: keep(new sqs.SQSClient(common)),
        sns: keep(new sns.SNSClient(common)),
      };
    };
    const clients = clientsAs(start.credentials);
    await createStorageResources(plan, clients);
    // What came due while the stage was off, and from then on each midnight UTC, as S3 does.
    await door.expireObjects(start.clock.now());
    start.started.defer(
      every(start.clock, { periodMilliseconds: dayMilliseconds, onFault: start.onFault }, door.expireObjects),
    );
    await declareResourcePolicies(start.access, plan.policies);
    return {
      ...clients,
      s3As: (credentials) => clientsAs(credentials).s3,
      sqsAs: (credentials) => clientsAs(credentials).sqs,
      sdkAs: (credentials) => {
        const own = clientsAs(credentials);
        return {
          s3: { client: own.s3, sdk: s3 },
          sqs: { client: own.sqs, sdk: sqs },
          sns: { client: own.sns, sdk: sns },
        };
      },
      publish: async (TopicArn, { subject: Subject, message: Message }) => {
        await clients.sns.send(new sns.PublishCommand({ TopicArn, Subject, Message }));
      },
      objectPath: door.objectPath,
      linkPart: door.linkPart,
      queueDepths: door.queueDepths,
      watchObjects: door.watchObjects,
    };
  },
};

async function openStorage(start: Start): Promise<StorageDoor> {
  const directory = path.join(start.directory, "storage");
  // Without the queue, reports that were accepted are gone: it is another stage that a sender finds.
  setAsideIfDamaged(path.join(directory, "sqs/fauxqs.db"), start.setAside, [identityFile(directory)]);
  const identity = await storageIdentity(directory, start.setAside);
  let declared: Declared = { encryption: { keys: [], defaults: [] }, crossOrigin: [] };
  const { region, ports, gate, credentials, access, setAside } = start;
  const server = await serveStorage({
    directory,
    region,
    port: ports.storage ?? 0,
    gate,
    credentials,
    access,
    encryption: () => declared.encryption,
    crossOrigin: () => declared.crossOrigin,
    setAside,
    clock: start.clock,
    onMail: (mail) => start.onEvent({ kind: "mail", ...mail }),
    onFault: start.onFault,
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

type Identity = Credentials | (() => Promise<SessionCredentials>);
