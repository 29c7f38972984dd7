import { z } from "zod";

/** The actions that server-side encryption concerns. */
export type S3Action =
  | "CompleteMultipartUpload"
  | "CopyObject"
  | "CreateMultipartUpload"
  | "DeleteBucketEncryption"
  | "GetBucketEncryption"
  | "GetObject"
  | "HeadObject"
  | "PostObject"
  | "PutBucketEncryption"
  | "PutObject"
  | "UpdateObjectEncryption"
  | "UploadPart";

export type S3Request = {
  method: string;
  /** Of the address `/<bucket>/<key>`; a request to the bucket itself has no key, or an empty one. */
  key: string | undefined;
  query: unknown;
  /** Names in lower case. */
  headers: Record<string, string | string[] | undefined>;
};

const addressSchema = z.object({ bucket: z.string().optional(), "*": z.string().optional() });

/** Returns the bucket and the key of the address `/<bucket>/<key>`, as the router of fauxqs finds them. */
export function addressOf({ params }: { params: unknown }): {
  bucket: string | undefined;
  key: string | undefined;
} {
  const { bucket, "*": key } = addressSchema.parse(params);
  return { bucket, key };
}

/**
 * Returns the action that a request to a bucket or an object asks for, by the rules of fauxqs; undefined for
 * any not listed above.
 */
export function s3Action({ method, key, query: sent, headers }: S3Request): S3Action | undefined {
  const query = Object(sent);
  if (!key) {
    return bucketAction(method, query, headers);
  }
  switch (method) {
    case "HEAD":
      return "HeadObject";
    case "GET":
      return "attributes" in query || "uploadId" in query ? undefined : "GetObject";
    case "PUT":
      if ("encryption" in query) {
        return "UpdateObjectEncryption";
      }
      if ("renameObject" in query) {
        return undefined;
      }
      if ("uploadId" in query && "partNumber" in query) {
        return "UploadPart";
      }
      return headers["x-amz-copy-source"] === undefined ? "PutObject" : "CopyObject";
    case "POST":
      if ("uploads" in query) {
        return "CreateMultipartUpload";
      }
      return "uploadId" in query ? "CompleteMultipartUpload" : undefined;
    default:
      return undefined;
  }
}

function bucketAction(method: string, query: object, headers: S3Request["headers"]): S3Action | undefined {
  if ("encryption" in query) {
    if (method === "GET") {
      return "GetBucketEncryption";
    }
    if (method === "PUT") {
      return "PutBucketEncryption";
    }
    return method === "DELETE" ? "DeleteBucketEncryption" : undefined;
  }
  return method === "POST" && isForm(headers) ? "PostObject" : undefined;
}

/** Returns true for the body of an upload by a form. */
export function isForm(headers: S3Request["headers"]): boolean {
  return String(headers["content-type"]).toLowerCase().includes("multipart/form-data");
}
