import type { FauxqsApp } from "../fauxqs-parts.ts";
import { refusalXml } from "../refusal.ts";
import { addressOf } from "./s3-action.ts";

/**
 * What a query can ask of a bucket or an object beside itself:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
const subresources = new Set([
  "abac",
  "accelerate",
  "acl",
  "analytics",
  "attributes",
  "cors",
  "delete",
  "encryption",
  "intelligent-tiering",
  "inventory",
  "legal-hold",
  "lifecycle",
  "location",
  "logging",
  "metadataConfiguration",
  "metadataTable",
  "metrics",
  "notification",
  "object-lock",
  "ownershipControls",
  "policy",
  "policyStatus",
  "publicAccessBlock",
  "renameObject",
  "replication",
  "requestPayment",
  "restore",
  "retention",
  "select",
  "session",
  "tagging",
  "torrent",
  "uploadId",
  "uploads",
  "versioning",
  "versions",
  "website",
]);

/** Those that are served, or refused by their own rules. */
const served: Readonly<Record<"bucket" | "object", Readonly<Record<string, readonly string[]>>>> = {
  bucket: {
    GET: ["encryption", "lifecycle", "location", "uploads", "versioning", "versions"],
    PUT: ["encryption", "lifecycle", "versioning"],
    DELETE: ["encryption", "lifecycle"],
    POST: ["delete"],
  },
  object: {
    GET: ["attributes", "uploadId"],
    PUT: ["encryption", "renameObject", "uploadId"],
    DELETE: ["uploadId"],
    POST: ["uploadId", "uploads"],
  },
};

/** Headers of a write that ask for what the local S3 does not keep. */
const unservedHeaders = [
  "x-amz-tagging",
  "x-amz-object-lock-mode",
  "x-amz-object-lock-retain-until-date",
  "x-amz-object-lock-legal-hold",
  "x-amz-website-redirect-location",
];

/**
 * Refuses by name what fauxqs would take for something else: it would store the tags of an object as its
 * contents, and list the objects of a bucket that is asked for its policy.
 */
export function addUnservedHooks(app: FauxqsApp): void {
  app.addHook("preHandler", (request, reply, done) => {
    const { method, headers } = request;
    const { bucket, key } = addressOf(request);
    if (bucket === undefined) {
      return done();
    }
    const known = served[key ? "object" : "bucket"][method] ?? [];
    const unserved =
      Object.keys(Object(request.query)).find((name) => subresources.has(name) && !known.includes(name)) ??
      unservedHeaders.find((name) => method !== "GET" && headers[name] !== undefined);
    if (unserved === undefined) {
      return done();
    }
    const message = `The local S3 does not serve ${unserved} of ${key ? "an object" : "a bucket"}`;
    const xml = refusalXml({ statusCode: 501, code: "NotImplemented", message });
    void reply.status(501).type("application/xml").send(xml);
  });
}
