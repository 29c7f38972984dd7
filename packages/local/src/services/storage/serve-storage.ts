import { AsyncLocalStorage } from "node:async_hooks";
import path from "node:path";
import { type Clock, systemClock } from "@ashiato/states/clock";
import { buildApp } from "fauxqs";
import { type SetAside, setAsideIn } from "../../disk/set-aside.ts";
import { Access } from "../access.ts";
import type { Gate } from "../gate.ts";
import type { Credentials } from "../../http/signature-version-4.ts";
import type { ObjectWatcher } from "../object-change.ts";
import { localAccountId } from "../service.ts";
import type { DeclaredEncryption } from "./s3/requested-encryption.ts";
import { addCrossOriginHooks, crossOriginRule, type CrossOriginPlan } from "./s3/cross-origin.ts";
import { addBucketHooks } from "./s3/bucket-hooks.ts";
import { addChecksumHooks } from "./s3/checksum-hooks.ts";
import { addCopyHooks, type Copy } from "./s3/copy-hooks.ts";
import { addDefaultChecksum } from "./s3/default-checksum.ts";
import { addConditionalWrites, findETag } from "./s3/conditional-writes.ts";
import { type EncryptionCall, encryptingStore } from "./s3/encrypting-store.ts";
import { addEncryptionHooks } from "./s3/encryption-hooks.ts";
import { loadParts, tuneDatabase, type Stores } from "./fauxqs-parts.ts";
import { bucketRules } from "./s3/lifecycle/bucket-rules.ts";
import { expireObjects } from "./s3/lifecycle/expire-objects.ts";
import { addLifecycleHooks } from "./s3/lifecycle/lifecycle-hooks.ts";
import { takeLargeBodies } from "./s3/large-bodies.ts";
import { addLinkHooks } from "./s3/link-hooks.ts";
import { ObjectFiles } from "./s3/object-files.ts";
import { objectStore } from "./s3/object-store.ts";
import { addPartHooks } from "./s3/part-hooks.ts";
import { addKeyPermissionHooks, addPermissionHooks, type Callers } from "./permission-hooks.ts";
import { addSignatureHooks } from "./signature-hooks.ts";
import { Deliveries, type WrittenMail } from "./sns/deliveries.ts";
import { addMessageLinks, addSubscriptionHooks } from "./sns/subscription-hooks.ts";
import { subscribingStore } from "./sns/subscribing-store.ts";
import { MessageMoves } from "./sqs/message-moves.ts";
import { addMoveHooks } from "./sqs/move-hooks.ts";
import { type QueueDepth, queueDepths } from "./sqs/queue-depths.ts";
import { addSqsQueryHooks } from "./sqs/query-hooks.ts";
import { addChangeCalls, type ChangeCall, observedStore } from "./s3/observed-store.ts";
import { addSendHook, addStreamHooks } from "./s3/stream-hooks.ts";
import { streamingStore } from "./s3/streaming-store.ts";
import { addUnservedHooks } from "./s3/unserved-hooks.ts";
import { addVersionHooks } from "./s3/versions/version-hooks.ts";
import { type VersionCall, versionedStore } from "./s3/versions/versioned-store.ts";

export type StorageServer = {
  /** Of S3, SQS and SNS alike. */
  url: string;
  /** Returns the plain file that holds an object's bytes; undefined if there is no such object. */
  objectPath: (bucket: string, key: string) => string | undefined;
  /** Makes a file a part of an upload where it lies, and returns its ETag: `ObjectFiles.linkPart`. */
  linkPart: (uploadId: string, partNumber: number, file: string) => Promise<string>;
  /** Returns every queue as it stands. */
  queueDepths: () => QueueDepth[];
  /** Does what the lifecycle rules of the buckets have due at a time. */
  expireObjects: (now: number) => Promise<void>;
  /** Has the changes of objects followed from now on. */
  watchObjects: (watcher: ObjectWatcher) => void;
  close: () => Promise<void>;
};

export type StorageOptions = {
  directory: string;
  region: string;
  /** 0 takes a free port. */
  port: number;
  gate: Gate;
  /** By these every request must be signed that is not a role's session. */
  credentials: Credentials;
  /** Whose sessions may call, and what they may do; where absent, the credentials' holder alone may. */
  access?: Access;
  /** Asked at each request; no key and no bucket's default where absent. */
  encryption?: () => DeclaredEncryption;
  /** Asked at each request; no web page may read of a bucket where absent. */
  crossOrigin?: () => readonly CrossOriginPlan[];
  /** Takes what cannot be read; where absent, it goes to `set-aside/` in the directory. */
  setAside?: SetAside;
  /** Milliseconds since 1970, by which signatures hold; the machine's clock where absent. */
  now?: () => number;
  /** By which objects are made and expire, and deliveries tried again; the machine's where absent. */
  clock?: Clock;
  /** Called with each mail of a topic that was written into the directory. */
  onMail?: (mail: WrittenMail) => void;
  /** Called with a webhook that did not take a message. */
  onFault?: (fault: unknown) => void;
};

/**
 * Serves S3, SQS and SNS by fauxqs: queues and topics in SQLite, objects as plain files, both kept between
 * starts.
 *
 * `startFauxqs` listens on every interface of the machine. Its parts are put together here in the same way,
 * to listen on loopback alone and to let a gate hold requests.
 */
export async function serveStorage({
  directory,
  region,
  port,
  gate,
  credentials,
  encryption = () => ({ keys: [], defaults: [] }),
  crossOrigin = () => [],
  access = new Access({ credentials, accountId: localAccountId }),
  now = Date.now,
  clock = systemClock,
  onMail = () => undefined,
  onFault = () => undefined,
  setAside = setAsideIn({ directory, now: () => new Date(now()), say: () => undefined }),
}: StorageOptions): Promise<StorageServer> {
  const parts = await loadParts();
  const files = new ObjectFiles(path.join(directory, "s3"), setAside, () => clock.now());
  const sending = new AsyncLocalStorage<true>();
  const copying = new AsyncLocalStorage<Copy>();
  const encryptionCalls = new AsyncLocalStorage<EncryptionCall>();
  const changeCalls = new AsyncLocalStorage<ChangeCall>();
  const versionCalls = new AsyncLocalStorage<VersionCall>();
  const versioned = versionedStore(streamingStore(parts, files, { sending, copying }), parts, {
    files,
    calls: versionCalls,
    sending,
  });
  let watcher: ObjectWatcher | undefined;
  const stores: Stores = {
    sqsStore: new parts.SqsStore(),
    snsStore: subscribingStore(parts.SnsStore, (subscription) => deliveries.askToConfirm(subscription)),
    s3Store: encryptingStore(
      observedStore(objectStore(versioned, parts), {
        calls: changeCalls,
        versionTold: () => versionCalls.getStore()?.told,
        watcher: () => watcher,
      }),
      encryptionCalls,
    ),
  };
  let address = "";
  const deliveries = new Deliveries({
    store: stores.snsStore,
    filters: parts,
    clock,
    mailFolder: path.join(directory, "mail"),
    secret: credentials.secretAccessKey,
    address: () => address,
    onMail,
    onFault,
  });
  const messages = new parts.PersistenceManager(path.join(directory, "sqs"));
  // Without waiting for the disk at each message the queue is five times as fast. A killed process loses
  // nothing by it, a power cut the last moment: https://www.sqlite.org/pragma.html#pragma_synchronous
  tuneDatabase(messages, "PRAGMA synchronous = NORMAL");
  // Loaded before the stores know where to persist, as fauxqs does: loading must not write.
  messages.loadSqsAndSns(stores.sqsStore, stores.snsStore);
  files.loadS3(stores.s3Store);
  stores.sqsStore.persistence = messages;
  stores.snsStore.persistence = messages;
  stores.s3Store.persistence = files;
  for (const queue of stores.sqsStore.allQueues()) {
    queue.persistence = messages;
  }

  const app = buildApp({ logger: false, defaultRegion: region, stores });
  takeLargeBodies(app);
  addSendHook(app);
  app.addHook("preClose", async () => {
    messages.close();
    files.close();
  });
  addCrossOriginHooks(app, crossOrigin);
  const subscriptions = { store: stores.snsStore, deliveries };
  addMessageLinks(app, subscriptions);
  const callers: Callers = new WeakMap();
  addSignatureHooks(app, callers, {
    rules: () => ({ findKey: access.findKey, region, now: now() }),
    admitsPage: (request) => crossOriginRule(request, crossOrigin()) !== undefined,
  });
  addLinkHooks(app);
  addSqsQueryHooks(app);
  const { s3Store } = stores;
  const hasBucket = (name: string) => s3Store.hasBucket(name);
  const hasObject = (bucket: string, key: string) => findETag(s3Store, bucket, key) !== undefined;
  addPermissionHooks(app, { access, callers, region, hasBucket, hasObject });
  app.addHook("preHandler", async (request, reply) => {
    const target = String(request.headers["x-amz-target"] ?? "");
    await gate.pass({
      service: target.startsWith("AmazonSQS.") ? "sqs" : "s3",
      method: request.method,
      url: request.url,
      target,
    });
    // Held so long that its client is gone: it never came.
    if (request.raw.socket.destroyed) {
      reply.hijack();
    }
  });
  addSubscriptionHooks(app, subscriptions);
  addMoveHooks(app, new MessageMoves(stores.sqsStore, parts));
  addUnservedHooks(app);
  addChecksumHooks(app);
  addPartHooks(app, { files });
  addBucketHooks(app, { files, region, hasBucket });
  const rulesOf = bucketRules(s3Store);
  addLifecycleHooks(app, { store: s3Store, files, rulesOf });
  addChangeCalls(app, changeCalls, () => localAccountId);
  addVersionHooks(app, { files, store: s3Store, calls: versionCalls });
  addEncryptionHooks(app, {
    calls: encryptionCalls,
    rules: () => ({ ...encryption(), accountId: localAccountId, region }),
    hasBucket,
  });
  addKeyPermissionHooks(app, {
    access,
    callers,
    calls: encryptionCalls,
    encryptionOf: (bucket, key) => {
      const call: EncryptionCall = {};
      encryptionCalls.run(call, () => findETag(s3Store, bucket, key));
      return call.told;
    },
    isDeclaredKey: (arn) => encryption().keys.some((key) => key.arn === arn),
  });
  addDefaultChecksum(app, { files, store: s3Store });
  addCopyHooks(app, { files, store: s3Store, sending, copying });
  addStreamHooks(app, { files, sending });
  addConditionalWrites(app, s3Store);
  app.addHook("preClose", () => deliveries.close());
  address = await app.listen({ port, host: "127.0.0.1" });
  return {
    url: address,
    objectPath: (bucket, key) => files.dataPath(bucket, key),
    linkPart: (uploadId, partNumber, file) => files.linkPart(uploadId, partNumber, file),
    queueDepths: () => queueDepths(stores.sqsStore),
    expireObjects: (time) =>
      expireObjects({ store: s3Store, files, rulesOf, changes: changeCalls, versionCalls }, time),
    watchObjects: (given) => {
      watcher = given;
    },
    close: () => app.close(),
  };
}
