import { escapeXml } from "../refusal.ts";
import { objectArn, type Permission } from "./s3-permissions.ts";

/** Objects that a DeleteObjects may not delete, each with the reason. */
export type RefusedDeletes = { key: string; message: string }[];

const object = /<Object>[\s\S]*?<\/Object>/g;
const versionElement = /<VersionId>[\s\S]+?<\/VersionId>/;
const keyElement = /<Key>(?<key>[\s\S]*?)<\/Key>/;

/**
 * Takes the objects that the caller may not delete out of the body of a DeleteObjects, which S3 answers
 * object by object.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 */
export function allowedDeletes(
  bucket: string,
  body: unknown,
  denial: (permission: Permission) => string | undefined,
): { body: Buffer; refused: RefusedDeletes } {
  const refused: RefusedDeletes = [];
  const text = Buffer.isBuffer(body) ? body.toString("utf8") : "";
  const allowed = text.replaceAll(object, (element) => {
    const key = unescapeXml(keyElement.exec(element)?.groups?.["key"] ?? "");
    const context = { "aws:securetransport": "true" };
    const action = versionElement.test(element) ? "s3:DeleteObjectVersion" : "s3:DeleteObject";
    const message = denial({ action, resource: objectArn(bucket, key), context });
    if (message === undefined) {
      return element;
    }
    refused.push({ key, message });
    return "";
  });
  return { body: Buffer.from(allowed), refused };
}

/** Returns the answer of a DeleteObjects with an error for each object that was refused. */
export function addRefusedDeletes(answer: string, refused: RefusedDeletes): string {
  const errors = refused.map(
    ({ key, message }) =>
      `<Error><Key>${escapeXml(key)}</Key><Code>AccessDenied</Code><Message>${escapeXml(message)}</Message></Error>`,
  );
  return answer.replace("</DeleteResult>", `${errors.join("")}</DeleteResult>`);
}

function unescapeXml(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
}
