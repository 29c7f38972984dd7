import type { FauxqsApp, Stores } from "../../fauxqs-parts.ts";
import { type Refusal, refusalXml } from "../../refusal.ts";
import { addressOf, type S3Action, s3Action } from "../s3-action.ts";
import { bodyText, malformedXml } from "../xml-body.ts";
import { abortOf, expiryOf } from "./expiry.ts";
import type { BucketRules } from "./bucket-rules.ts";
import { filteredOf } from "./expire-objects.ts";
import { readLifecycleRules, unservedElement } from "./lifecycle-rules.ts";
import type { ObjectFiles } from "../object-files.ts";

/** The actions whose answer says when the object will expire. */
const expiring = new Set<S3Action>([
  "CompleteMultipartUpload",
  "CopyObject",
  "GetObject",
  "HeadObject",
  "PutObject",
]);

export type LifecycleHooks = { store: Stores["s3Store"]; files: ObjectFiles; rulesOf: BucketRules };

/**
 * Makes the local S3 take only lifecycle rules that it can keep, and say in its answers when an object, or an
 * upload, will expire.
 */
export function addLifecycleHooks(app: FauxqsApp, { store, files, rulesOf }: LifecycleHooks): void {
  app.addHook("preHandler", (request, reply, done) => {
    const { bucket, key } = addressOf(request);
    if (request.method !== "PUT" || bucket === undefined || key || !("lifecycle" in Object(request.query))) {
      return done();
    }
    const refusal = refuseConfiguration(bodyText(request.body));
    if (!refusal) {
      return done();
    }
    void reply.status(refusal.statusCode).type("application/xml").send(refusalXml(refusal));
  });
  app.addHook("onSend", async (request, reply) => {
    const { bucket, key } = addressOf(request);
    if (bucket === undefined || !key || reply.statusCode >= 300) {
      return;
    }
    const { method, headers, query } = request;
    const action = s3Action({ method, key, query, headers });
    if (action === "CreateMultipartUpload") {
      const due = abortOf({ key, since: newestUpload(files, bucket, key) }, rulesOf(bucket));
      if (due) {
        reply.header("x-amz-abort-date", new Date(due.at).toUTCString());
        reply.header("x-amz-abort-rule-id", due.rule);
      }
      return;
    }
    const isOfVersion = "versionId" in Object(query);
    if (action && expiring.has(action) && !isOfVersion && files.dataPath(bucket, key) !== undefined) {
      const due = expiryOf(filteredOf(store.headObject(bucket, key)), rulesOf(bucket));
      if (due) {
        const value = `expiry-date="${new Date(due.at).toUTCString()}", rule-id="${encodeURIComponent(due.rule)}"`;
        reply.header("x-amz-expiration", value);
      }
    }
  });
}

function newestUpload(files: ObjectFiles, bucket: string, key: string): number {
  const begun = files.uploadsOf(bucket).flatMap((upload) => (upload.key === key ? +upload.initiated : []));
  return Math.max(...begun);
}

function refuseConfiguration(xml: string): Refusal | undefined {
  const element = unservedElement(xml);
  if (element !== undefined) {
    return {
      statusCode: 501,
      code: "NotImplemented",
      message: `The local S3 has one storage class, and does not serve ${element}`,
    };
  }
  return readLifecycleRules(xml) ? undefined : malformedXml;
}
