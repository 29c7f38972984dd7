import { z } from "zod";
import type { FauxqsApp } from "../fauxqs-parts.ts";
import { escapeXml, refusalXml } from "../refusal.ts";
import type { PartFile } from "./multipart-files.ts";
import type { ObjectFiles } from "./object-files.ts";
import { addressOf } from "./s3-action.ts";
import { invalidArgument } from "./xml-body.ts";

const querySchema = z.object({
  uploadId: z.string(),
  "part-number-marker": z.coerce.number().int().nonnegative().default(0),
  "max-parts": z.coerce.number().int().positive().max(1_000).default(1_000),
});

type Asked = z.infer<typeof querySchema> & { bucket: string; key: string };

const noSuchUpload = {
  statusCode: 404,
  code: "NoSuchUpload",
  message:
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
};

/** Lets the local S3 list the parts of an upload that are there. */
export function addPartHooks(app: FauxqsApp, { files }: { files: Pick<ObjectFiles, "upload"> }): void {
  app.addHook("preHandler", (request, reply, done) => {
    const { bucket, key } = addressOf(request);
    if (request.method !== "GET" || bucket === undefined || !key || !("uploadId" in Object(request.query))) {
      return done();
    }
    const asked = querySchema.safeParse(request.query);
    const found = asked.success ? files.upload(asked.data.uploadId) : undefined;
    const isThere = found?.upload.bucket === bucket && found.upload.key === key;
    const refusal = asked.success ? noSuchUpload : invalidArgument(asked.error);
    const answer =
      asked.success && found && isThere
        ? { status: 200, xml: partsXml(found.parts, { ...asked.data, bucket, key }) }
        : { status: refusal.statusCode, xml: refusalXml(refusal) };
    void reply.status(answer.status).type("application/xml").send(answer.xml);
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
function partsXml(parts: ReadonlyMap<number, PartFile>, asked: Asked): string {
  const { "part-number-marker": marker, "max-parts": max, bucket, key, uploadId } = asked;
  const after = [...parts].filter(([number]) => number > marker).toSorted(([a], [b]) => a - b);
  const page = after.slice(0, max);
  const last = after.length > max ? page.at(-1)?.[0] : undefined;
  const text = (name: string, value: string | number) => `<${name}>${escapeXml(String(value))}</${name}>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<ListPartsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    text("Bucket", bucket) + text("Key", key) + text("UploadId", uploadId),
    text("PartNumberMarker", marker) + text("MaxParts", max),
    text("IsTruncated", String(last !== undefined)),
    last === undefined ? "" : text("NextPartNumberMarker", last),
    ...page.map(
      ([number, { etag, size }]) =>
        `<Part>${text("PartNumber", number)}${text("ETag", etag)}${text("Size", size)}</Part>`,
    ),
    "</ListPartsResult>",
  ].join("");
}
