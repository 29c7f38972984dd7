import type { AsyncLocalStorage } from "node:async_hooks";
import { z } from "zod";
import type { FauxqsApp, Stores } from "../../fauxqs-parts.ts";
import { type Refusal, refusalXml } from "../../refusal.ts";
import type { ObjectFiles } from "../object-files.ts";
import { addressOf } from "../s3-action.ts";
import { isDeleteObjects } from "../s3-permissions.ts";
import { bodyText, invalidArgument, malformedXml, readXml } from "../xml-body.ts";
import { deleteVersions } from "./delete-versions.ts";
import { allVersions, listVersionsQuery, listVersionsXml } from "./list-versions.ts";
import type { VersionCall } from "./versioned-store.ts";

export type VersionHooks = {
  files: ObjectFiles;
  store: Stores["s3Store"];
  calls: AsyncLocalStorage<VersionCall>;
};

const configuration = z.object({
  VersioningConfiguration: z.object({
    Status: z.enum(["Enabled", "Suspended"]),
    MfaDelete: z.literal("Disabled").optional(),
  }),
});

const querySchema = z.looseObject({ versionId: z.string().optional() });

type Answer = { xml: string } | { refusal: Refusal };

/**
 * Makes the local S3 serve versions of objects: by their id in GetObject, HeadObject, DeleteObject,
 * DeleteObjects and the source of a copy, in ListObjectVersions, and whether a bucket keeps them.
 */
export function addVersionHooks(app: FauxqsApp, hooks: VersionHooks): void {
  const { calls, store } = hooks;
  app.addHook("preHandler", (request, reply, done) => {
    const { bucket, key } = addressOf(request);
    if (bucket === undefined || !store.hasBucket(bucket)) {
      return done();
    }
    const { method, headers, body } = request;
    const query = querySchema.parse(request.query);
    if (!key) {
      const answer = answerBucket({ method, bucket, query, body }, hooks);
      if (answer) {
        sendAnswer(reply, answer);
        return;
      }
      return calls.run({}, done);
    }
    const copied = copiedVersion(headers["x-amz-copy-source"]);
    if (copied) {
      headers["x-amz-copy-source"] = copied.source;
      reply.header("x-amz-copy-source-version-id", copied.id);
      return calls.run({ asked: { ...copied.address, id: copied.id, copied: true } }, done);
    }
    const id = method === "PUT" || method === "POST" ? undefined : query.versionId;
    return calls.run(id === undefined ? {} : { asked: { bucket, key, id } }, done);
  });
  app.addHook("onSend", async (_request, reply) => {
    const told = calls.getStore()?.told;
    if (told && (reply.statusCode < 300 || told.marker)) {
      reply.header("x-amz-version-id", told.id);
      if (told.marker) {
        reply.header("x-amz-delete-marker", "true");
      }
    }
  });
}

type BucketCall = {
  method: string;
  bucket: string;
  query: Record<string, unknown>;
  body: unknown;
};

function answerBucket(call: BucketCall, { files, store, calls }: VersionHooks): Answer | undefined {
  const { method, bucket, query, body } = call;
  if (method === "GET" && "versioning" in query) {
    return { xml: statusXml(files.versions.status(bucket)) };
  }
  if (method === "PUT" && "versioning" in query) {
    const parsed = configuration.safeParse(readXml(bodyText(body)));
    if (!parsed.success) {
      return { refusal: malformedXml };
    }
    files.versions.setStatus(bucket, parsed.data.VersioningConfiguration.Status);
    return { xml: "" };
  }
  if (method === "GET" && "versions" in query) {
    const asked = listVersionsQuery.safeParse(query);
    if (!asked.success) {
      return { refusal: invalidArgument(asked.error) };
    }
    const { objects } = store.listObjects(bucket, { maxKeys: Number.POSITIVE_INFINITY });
    return { xml: listVersionsXml(bucket, allVersions(bucket, objects, files.versions), asked.data) };
  }
  if (isDeleteObjects({ method, key: undefined, query })) {
    const text = bodyText(body);
    const isOfVersions = files.versions.status(bucket) !== undefined || text.includes("<VersionId>");
    return isOfVersions ? deleteVersions(bucket, text, { store, calls }) : undefined;
  }
  return method === "DELETE" && Object.keys(query).length === 0 && files.versions.keys(bucket).length > 0
    ? { refusal: notEmpty }
    : undefined;
}

const notEmpty: Refusal = {
  statusCode: 409,
  code: "BucketNotEmpty",
  message: "The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html */
function statusXml(status: string | undefined): string {
  const element = status === undefined ? "" : `<Status>${status}</Status>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${element}</VersioningConfiguration>`;
}

/** Takes the version out of `bucket/key?versionId=id`, the source of a copy, which is encoded. */
function copiedVersion(source: string | string[] | undefined) {
  const [, encoded = "", id] = /^(.+)\?versionId=(.+)$/.exec(String(source)) ?? [];
  if (id === undefined) {
    return undefined;
  }
  const [bucket = "", ...key] = decodeURIComponent(encoded.replace(/^\//, "")).split("/");
  return { source: encoded, id, address: { bucket, key: key.join("/") } };
}

type Reply = { status: (code: number) => { type: (type: string) => { send: (body: string) => unknown } } };

function sendAnswer(reply: Reply, answer: Answer): void {
  if ("refusal" in answer) {
    reply.status(answer.refusal.statusCode).type("application/xml").send(refusalXml(answer.refusal));
    return;
  }
  reply.status(200).type("application/xml").send(answer.xml);
}
