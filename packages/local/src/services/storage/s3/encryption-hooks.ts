import type { AsyncLocalStorage } from "node:async_hooks";
import type { EncryptionCall } from "./encrypting-store.ts";
import { algorithmHeader, encryptionHeaders, kmsKeyHeader } from "./encryption.ts";
import type { FauxqsApp } from "../fauxqs-parts.ts";
import { escapeXml, type Refusal, refusalXml } from "../refusal.ts";
import { defaultEncryption, type EncryptionRules, requestedEncryption } from "./requested-encryption.ts";
import { addressOf, s3Action, type S3Action } from "./s3-action.ts";

type Call = {
  action: S3Action | undefined;
  bucket: string;
  /** Names in lower case. */
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
};

/** Keys that a customer sends along, and KMS's additional context. */
const unserved = /^x-amz-(copy-source-)?server-side-encryption-(customer-.+|context)$/;

type Outcome = { refusal: Refusal } | { xml: string } | { call: EncryptionCall } | undefined;

export type EncryptionHooks = {
  /** Of the request that is being served: what the store is to keep, and what it kept. */
  calls: AsyncLocalStorage<EncryptionCall>;
  rules: () => EncryptionRules;
  hasBucket: (name: string) => boolean;
};

/**
 * Makes the local S3 accept and return the headers of server-side encryption, and answer GetBucketEncryption.
 * What it cannot keep it refuses by name: customers' keys, encryption contexts, and changes of what the
 * program declares.
 */
export function addEncryptionHooks(app: FauxqsApp, { calls, rules, hasBucket }: EncryptionHooks): void {
  app.addHook("preHandler", (request, reply, done) => {
    const { method, headers, body } = request;
    const { bucket, key } = addressOf(request);
    // Neither SQS nor SNS, nor a bucket that fauxqs itself will not find.
    if (bucket === undefined || !hasBucket(bucket)) {
      return done();
    }
    const action = s3Action({ method, key, query: request.query, headers });
    const outcome = decide({ action, bucket, headers, body }, rules());
    if (outcome === undefined) {
      return done();
    }
    if ("call" in outcome) {
      return calls.run(outcome.call, done);
    }
    const [status, xml] =
      "refusal" in outcome ? [outcome.refusal.statusCode, refusalXml(outcome.refusal)] : [200, outcome.xml];
    void reply.status(status).type("application/xml").send(xml);
  });
  app.addHook("onSend", async (_request, reply) => {
    const told = calls.getStore()?.told;
    if (told && reply.statusCode < 300) {
      reply.headers(encryptionHeaders(told));
    }
  });
}

function decide(call: Call, rules: EncryptionRules): Outcome {
  const header = Object.keys(call.headers).find((name) => unserved.test(name));
  if (header !== undefined) {
    return { refusal: notImplemented(`the header ${header}`) };
  }
  switch (call.action) {
    case "PutObject":
    case "CopyObject":
    case "CreateMultipartUpload": {
      const outcome = requestedEncryption(call, rules);
      return "refusal" in outcome ? outcome : { call: { given: outcome.encryption } };
    }
    case "PostObject": {
      const [, field] = /name="(x-amz-server-side-encryption[^"]*)"/i.exec(formFields(call.body)) ?? [];
      if (field !== undefined) {
        return { refusal: notImplemented(`the form field ${field}`) };
      }
      const outcome = requestedEncryption({ bucket: call.bucket, headers: {} }, rules);
      return "refusal" in outcome ? outcome : { call: { given: outcome.encryption } };
    }
    case "GetObject":
    case "HeadObject":
    case "UploadPart":
    case "CompleteMultipartUpload": {
      const refusal = refuseHeaders(call);
      return refusal ? { refusal } : { call: {} };
    }
    case "GetBucketEncryption":
      return { xml: configurationXml(call.bucket, rules) };
    case "PutBucketEncryption":
    case "DeleteBucketEncryption":
    case "UpdateObjectEncryption":
      return { refusal: notImplemented(call.action) };
    case undefined:
      return undefined;
  }
}

/**
 * Returns the fields of a form before the file, which is the last:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
 */
function formFields(body: unknown): string {
  return Buffer.isBuffer(body) ? (body.toString("latin1").split('name="file"')[0] ?? "") : "";
}

/**
 * An object's encryption is stated once, when it is written:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
function refuseHeaders({ headers }: Call): Refusal | undefined {
  const name = [algorithmHeader, kmsKeyHeader].find((header) => headers[header] !== undefined);
  return name === undefined
    ? undefined
    : {
        statusCode: 400,
        code: "InvalidArgument",
        message: `${name} header is not supported for this operation.`,
        details: { ArgumentName: name, ArgumentValue: String(headers[name]) },
      };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html */
function configurationXml(bucket: string, rules: EncryptionRules): string {
  const { algorithm, kmsKey, bucketKeyEnabled } = defaultEncryption(bucket, rules);
  const key = kmsKey === undefined ? "" : `<KMSMasterKeyID>${escapeXml(kmsKey)}</KMSMasterKeyID>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<ServerSideEncryptionConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule>',
    `<ApplyServerSideEncryptionByDefault><SSEAlgorithm>${algorithm}</SSEAlgorithm>${key}</ApplyServerSideEncryptionByDefault>`,
    `<BucketKeyEnabled>${bucketKeyEnabled}</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>`,
  ].join("\n");
}

function notImplemented(what: string): Refusal {
  return { statusCode: 501, code: "NotImplemented", message: `The local S3 does not serve ${what}` };
}
