import { z } from "zod";
import type { FauxqsApp, S3Upload } from "../fauxqs-parts.ts";
import { escapeXml, refusalXml } from "../refusal.ts";
import type { ObjectFiles } from "./object-files.ts";
import { compareBytes } from "./object-store.ts";
import { addressOf } from "./s3-action.ts";
import { invalidArgument } from "./xml-body.ts";

type BucketHooks = {
  files: Pick<ObjectFiles, "uploadsOf">;
  region: string;
  hasBucket: (name: string) => boolean;
};

/** Makes the local S3 say where a bucket is, and which uploads are under way in it. */
export function addBucketHooks(app: FauxqsApp, { files, region, hasBucket }: BucketHooks): void {
  app.addHook("preHandler", (request, reply, done) => {
    const { bucket, key } = addressOf(request);
    const asked = Object(request.query);
    if (request.method !== "GET" || bucket === undefined || key || !hasBucket(bucket)) {
      return done();
    }
    if ("location" in asked) {
      void reply.type("application/xml").send(locationXml(region));
      return;
    }
    if (!("uploads" in asked)) {
      return done();
    }
    const parsed = query.safeParse(asked);
    const answer = parsed.success
      ? { status: 200, xml: uploadsXml(bucket, files.uploadsOf(bucket), parsed.data) }
      : { status: 400, xml: refusalXml(invalidArgument(parsed.error)) };
    void reply.status(answer.status).type("application/xml").send(answer.xml);
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
function locationXml(region: string): string {
  // S3's first region has no name there.
  const name = region === "us-east-1" ? "" : region;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${name}</LocationConstraint>`;
}

const query = z.object({
  prefix: z.string().default(""),
  "key-marker": z.string().default(""),
  "upload-id-marker": z.string().default(""),
  "max-uploads": z.coerce.number().int().positive().max(1_000).default(1_000),
});

/**
 * Returns the answer of ListMultipartUploads: a page of the uploads under way, by their keys and ids.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
 */
function uploadsXml(bucket: string, uploads: readonly S3Upload[], asked: z.infer<typeof query>): string {
  const { prefix, "key-marker": key, "upload-id-marker": id, "max-uploads": max } = asked;
  const after = uploads
    .filter((upload) => upload.key.startsWith(prefix))
    .toSorted((a, b) => compareBytes(a.key, b.key) || compareBytes(a.uploadId, b.uploadId))
    .filter((upload) => {
      const order = compareBytes(upload.key, key);
      return key === "" || order > 0 || (order === 0 && id !== "" && compareBytes(upload.uploadId, id) > 0);
    });
  const page = after.slice(0, max);
  const last = after.length > max ? page.at(-1) : undefined;
  const text = (name: string, value: string) => `<${name}>${escapeXml(value)}</${name}>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<ListMultipartUploadsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    text("Bucket", bucket) + text("Prefix", prefix) + text("KeyMarker", key) + text("UploadIdMarker", id),
    text("MaxUploads", String(max)) + text("IsTruncated", String(last !== undefined)),
    last ? text("NextKeyMarker", last.key) + text("NextUploadIdMarker", last.uploadId) : "",
    ...page.map(
      (upload) =>
        `<Upload>${text("Key", upload.key)}${text("UploadId", upload.uploadId)}${text("Initiated", upload.initiated.toISOString())}<StorageClass>STANDARD</StorageClass></Upload>`,
    ),
    "</ListMultipartUploadsResult>",
  ].join("");
}
