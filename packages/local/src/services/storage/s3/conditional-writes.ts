import type { FauxqsApp } from "../fauxqs-parts.ts";
import { type Refusal, refusalXml } from "../refusal.ts";
import { addressOf, s3Action, type S3Action } from "./s3-action.ts";

/** The actions that write an object under a condition. */
const conditional = new Set<S3Action>(["CompleteMultipartUpload", "CopyObject", "PutObject"]);

/**
 * What the lookup of an object fails with where there cannot be one; the write itself then refuses such a
 * key.
 */
const noObject = new Set(["NoSuchKey", "InvalidURI", "KeyTooLongError"]);

/** Where an object that has the key already is looked up. */
type ObjectLookup = {
  hasBucket: (bucket: string) => boolean;
  /** Throws when the object does not exist. */
  headObject: (bucket: string, key: string) => { etag: string };
};

/**
 * Makes the local S3 keep the conditions `If-None-Match: *` and `If-Match` of PutObject, CopyObject and
 * CompleteMultipartUpload. Must be the last hook: nothing comes between the condition and the write, so that
 * of two writers at the same moment one is refused with 412, as
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html has it.
 */
export function addConditionalWrites(app: FauxqsApp, objects: ObjectLookup): void {
  app.addHook("preHandler", (request, reply, done) => {
    const { method, headers } = request;
    const { bucket, key } = addressOf(request);
    if (bucket === undefined || !key || !objects.hasBucket(bucket)) {
      return done();
    }
    const action = s3Action({ method, key, query: request.query, headers });
    if (action === undefined || !conditional.has(action)) {
      return done();
    }
    const conditions = { ifMatch: headers["if-match"], ifNoneMatch: headers["if-none-match"] };
    const refusal = refuseWrite(conditions, findETag(objects, bucket, key));
    if (refusal === undefined) {
      return done();
    }
    void reply.status(refusal.statusCode).type("application/xml").send(refusalXml(refusal));
  });
}

type Conditions = { ifMatch: string | undefined; ifNoneMatch: string | undefined };

/**
 * Returns why S3 would not write an object, given the ETag of the object that has its key; undefined where it
 * would.
 */
function refuseWrite({ ifMatch, ifNoneMatch }: Conditions, etag: string | undefined): Refusal | undefined {
  if (ifNoneMatch !== undefined && ifNoneMatch !== "*") {
    return notImplemented("If-None-Match with an ETag");
  }
  if (ifNoneMatch !== undefined && etag !== undefined) {
    return preconditionFailed("If-None-Match");
  }
  if (ifMatch === undefined) {
    return undefined;
  }
  if (etag === undefined) {
    return { statusCode: 404, code: "NoSuchKey", message: "The specified key does not exist." };
  }
  return unquoted(ifMatch) === unquoted(etag) ? undefined : preconditionFailed("If-Match");
}

/** Returns the ETag of an object; undefined if the object does not exist. */
export function findETag(objects: ObjectLookup, bucket: string, key: string): string | undefined {
  try {
    return objects.headObject(bucket, key).etag;
  } catch (error) {
    if (error instanceof Error && "code" in error && noObject.has(String(error.code))) {
      return undefined;
    }
    throw error;
  }
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', "");
}

function preconditionFailed(condition: string): Refusal {
  return {
    statusCode: 412,
    code: "PreconditionFailed",
    message: "At least one of the pre-conditions you specified did not hold",
    details: { Condition: condition },
  };
}

function notImplemented(what: string): Refusal {
  return {
    statusCode: 501,
    code: "NotImplemented",
    message: `A header you provided implies functionality that is not implemented: ${what}`,
  };
}
