import { randomUUID } from "node:crypto";
import type { ServiceEvent } from "@ashiato/aws-json/service-event";
import { HeadObjectCommand, NotFound, type S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import type { Account } from "../../evaluate/resource-state.ts";
import type { ChangedObject, ObjectChange, ObjectWatcher } from "../object-change.ts";
import { eventTime } from "./bus-event.ts";
import type { DeliveryStore } from "./deliveries/delivery-store.ts";

export type ObjectEvents = {
  /** The buckets whose notifications go to EventBridge. */
  buckets: ReadonlySet<string>;
  account: Account;
  store: DeliveryStore;
  now: () => number;
  /** Keeps the event for the targets of the rules that match, before it returns. */
  put: (event: ServiceEvent) => void;
};

const changeSchema = z.object({
  kind: z.enum(["created", "deleted"]),
  bucket: z.string(),
  key: z.string(),
  reason: z.string(),
  requester: z.string(),
  sourceIp: z.string(),
  requestId: z.string(),
});

/**
 * Returns the watcher that puts S3's events onto the default bus. A change is kept from before it is made
 * until its event is, so that each has its event even if the process ends between the two.
 */
export function watchObjects({ buckets, account, store, now, put }: ObjectEvents): ObjectWatcher {
  return {
    watches: (bucket) => buckets.has(bucket),
    expect: (change) => {
      const id = store.expectChange(JSON.stringify(change));
      return (object) => {
        if (object) {
          put(objectEvent(change, object, { account, now: now() }));
        }
        store.forgetChange(id);
      };
    },
  };
}

/**
 * Puts the events of changes that an earlier process made and did not see to their end. Of two changes of one
 * object, both events say what the object is now.
 */
export async function putMissedEvents(
  { account, store, now, put }: ObjectEvents,
  s3: S3Client,
): Promise<void> {
  for (const { id, change: text } of store.expectedChanges()) {
    const change = changeSchema.parse(JSON.parse(text));
    const object = await headOf(s3, change);
    const wasMade = change.kind === "created" ? object !== undefined : object === undefined;
    if (wasMade) {
      put(objectEvent(change, object ?? {}, { account, now: now() }));
    }
    store.forgetChange(id);
  }
}

async function headOf(s3: S3Client, { bucket, key }: ObjectChange): Promise<ChangedObject | undefined> {
  try {
    const {
      ContentLength = 0,
      ETag = "",
      VersionId,
    } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    const version = VersionId === undefined ? {} : { versionId: VersionId };
    return { size: ContentLength, etag: ETag, ...version };
  } catch (error) {
    if (error instanceof NotFound) {
      return undefined;
    }
    throw error;
  }
}

let lastSequence = 0n;

/**
 * Returns S3's event of a change.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
function objectEvent(
  { kind, bucket, key, reason, requester, sourceIp, requestId }: ObjectChange,
  { size, etag, versionId, isMarked }: ChangedObject,
  { account: { accountId, region }, now }: { account: Account; now: number },
): ServiceEvent {
  const changed = size === undefined || etag === undefined ? {} : { size, etag: etag.replaceAll('"', "") };
  const version = versionId === undefined ? {} : { "version-id": versionId };
  const deletion = isMarked ? "Delete Marker Created" : "Permanently Deleted";
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": kind === "created" ? "Object Created" : "Object Deleted",
    source: "aws.s3",
    account: accountId,
    time: eventTime(now),
    region,
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: "0",
      bucket: { name: bucket },
      object: { key, ...changed, ...version, sequencer: sequencer(now) },
      "request-id": requestId,
      requester,
      ...(sourceIp === "" ? {} : { "source-ip-address": sourceIp }),
      reason,
      ...(kind === "deleted" ? { "deletion-type": deletion } : {}),
    },
  };
}

/** Returns a text that is greater for each later change, compared as text. */
function sequencer(now: number): string {
  const sequence = BigInt(now) << 20n;
  lastSequence = sequence > lastSequence ? sequence : lastSequence + 1n;
  return lastSequence.toString(16).toUpperCase().padStart(16, "0");
}
