import { createReadStream } from "node:fs";
import { Crc64Nvme } from "@aws-sdk/checksums/crc";
import type { FauxqsApp, Stores } from "../fauxqs-parts.ts";
import type { ObjectFiles } from "./object-files.ts";
import { addressOf, s3Action } from "./s3-action.ts";

type Objects = { files: Pick<ObjectFiles, "dataPath">; store: Pick<Stores["s3Store"], "headObject"> };

/**
 * Makes the local S3 answer HeadObject with the checksum of an object that came without one, as a whole or in
 * parts. S3 computes it when it stores the object; here it is computed when it is asked for.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export function addDefaultChecksum(app: FauxqsApp, { files, store }: Objects): void {
  app.addHook("preHandler", async (request, reply) => {
    const { method, query, headers } = request;
    const { bucket = "", key = "" } = addressOf(request);
    const isAsked =
      s3Action({ method, key, query, headers }) === "HeadObject" &&
      !("versionId" in Object(query)) &&
      String(headers["x-amz-checksum-mode"]).toUpperCase() === "ENABLED";
    const file = isAsked ? files.dataPath(bucket, key) : undefined;
    if (file === undefined || store.headObject(bucket, key).checksumValue !== undefined) {
      return;
    }
    reply.header("x-amz-checksum-crc64nvme", await crc64Base64(file));
    reply.header("x-amz-checksum-type", "FULL_OBJECT");
  });
}

async function crc64Base64(file: string): Promise<string> {
  const checksum = new Crc64Nvme();
  for await (const piece of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    checksum.update(piece);
  }
  return Buffer.from(await checksum.digest()).toString("base64");
}
