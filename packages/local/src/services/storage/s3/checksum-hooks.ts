import { hash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { FauxqsApp } from "../fauxqs-parts.ts";
import { refusalXml } from "../refusal.ts";
import { addressOf } from "./s3-action.ts";

/** Checksums in base64, by the header in which a request has them. */
const checksums: Readonly<Record<string, { name: string; of: (body: Buffer) => string }>> = {
  "content-md5": { name: "Content-MD5", of: (body) => hash("md5", body, "base64") },
  "x-amz-checksum-crc32": { name: "CRC32", of: crc32Base64 },
  "x-amz-checksum-sha1": { name: "SHA1", of: (body) => hash("sha1", body, "base64") },
  "x-amz-checksum-sha256": { name: "SHA256", of: (body) => hash("sha256", body, "base64") },
};

/**
 * Makes the local S3 refuse contents that have another checksum than their headers say. A body in chunks has
 * its checksum at its end, where fauxqs reads it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export function addChecksumHooks(app: FauxqsApp): void {
  app.addHook("preHandler", (request, reply, done) => {
    const { method, headers, body } = request;
    const isChunked = String(headers["content-encoding"]).includes("aws-chunked");
    if (method !== "PUT" || !addressOf(request).key || !Buffer.isBuffer(body) || isChunked) {
      return done();
    }
    const wrong = Object.entries(checksums).find(
      ([header, { of }]) => headers[header] !== undefined && headers[header] !== of(body),
    );
    if (wrong === undefined) {
      return done();
    }
    const message = `The ${wrong[1].name} you specified did not match the calculated checksum.`;
    const xml = refusalXml({ statusCode: 400, code: "BadDigest", message });
    void reply.status(400).type("application/xml").send(xml);
  });
}

function crc32Base64(body: Buffer): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString("base64");
}
