import type { AccessRequest } from "@ashiato/iam/request";
import { isForm } from "./s3-action.ts";

/** A request to S3, its address read. */
export type S3Call = {
  method: string;
  bucket: string | undefined;
  key: string | undefined;
  query: Readonly<Record<string, string | string[] | undefined>>;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
};

/** A permission that a request needs. */
export type Permission = Omit<AccessRequest, "principal">;

type Subresources = readonly (readonly [name: string, action: string])[];

// By method: the first name that is in the query decides; "" is the request without any of them. From
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
const ofBucket: Readonly<Record<string, Subresources>> = {
  GET: [
    ["location", "GetBucketLocation"],
    ["versioning", "GetBucketVersioning"],
    ["lifecycle", "GetLifecycleConfiguration"],
    ["policy", "GetBucketPolicy"],
    ["encryption", "GetEncryptionConfiguration"],
    ["tagging", "GetBucketTagging"],
    ["uploads", "ListBucketMultipartUploads"],
    ["versions", "ListBucketVersions"],
    ["cors", "GetBucketCORS"],
    ["notification", "GetBucketNotification"],
    ["acl", "GetBucketAcl"],
    ["", "ListBucket"],
  ],
  HEAD: [["", "ListBucket"]],
  PUT: [
    ["versioning", "PutBucketVersioning"],
    ["lifecycle", "PutLifecycleConfiguration"],
    ["policy", "PutBucketPolicy"],
    ["encryption", "PutEncryptionConfiguration"],
    ["tagging", "PutBucketTagging"],
    ["cors", "PutBucketCORS"],
    ["notification", "PutBucketNotification"],
    ["acl", "PutBucketAcl"],
    ["", "CreateBucket"],
  ],
  DELETE: [
    ["lifecycle", "PutLifecycleConfiguration"],
    ["policy", "DeleteBucketPolicy"],
    ["encryption", "PutEncryptionConfiguration"],
    ["tagging", "PutBucketTagging"],
    ["cors", "PutBucketCORS"],
    ["", "DeleteBucket"],
  ],
};

const ofObject: Readonly<Record<string, Subresources>> = {
  GET: [
    ["tagging", "GetObjectTagging"],
    ["acl", "GetObjectAcl"],
    ["uploadId", "ListMultipartUploadParts"],
    ["attributes", "GetObjectAttributes"],
    ["versionId", "GetObjectVersion"],
    ["", "GetObject"],
  ],
  HEAD: [
    ["versionId", "GetObjectVersion"],
    ["", "GetObject"],
  ],
  PUT: [
    ["tagging", "PutObjectTagging"],
    ["acl", "PutObjectAcl"],
    ["encryption", "UpdateObjectEncryption"],
    ["renameObject", "RenameObject"],
    ["", "PutObject"],
  ],
  POST: [
    ["restore", "RestoreObject"],
    ["select", "GetObject"],
    ["", "PutObject"],
  ],
  DELETE: [
    ["uploadId", "AbortMultipartUpload"],
    ["tagging", "DeleteObjectTagging"],
    ["versionId", "DeleteObjectVersion"],
    ["", "DeleteObject"],
  ],
};

/** What a request asks for that the list above does not have: no policy can allow it. */
const unknownAction = "UnknownAction";

/**
 * Returns the permissions that a request needs, all of them. DeleteObjects and a form's PutObject, whose keys
 * are in the body, are not among them: see `deletedKeys` and `formPermission`.
 */
export function s3Permissions(call: S3Call): Permission[] {
  const { method, bucket, key, query, headers } = call;
  if (bucket === undefined) {
    const action = method === "GET" ? "ListAllMyBuckets" : unknownAction;
    return [{ action: `s3:${action}`, resource: "*", context: contextOf(call) }];
  }
  const actions = key ? ofObject[method] : ofBucket[method];
  const found = actions?.find(([name]) => name === "" || name in query);
  const resource = key ? objectArn(bucket, key) : bucketArn(bucket);
  const permission = { action: `s3:${found?.[1] ?? unknownAction}`, resource, context: contextOf(call) };
  const further = permission.action === "s3:PutObject" ? withHeaders(headers, permission) : [];
  const attributes = permission.action === "s3:GetObjectAttributes";
  return [permission, ...further, ...(attributes ? [{ ...permission, action: "s3:GetObject" }] : [])];
}

/**
 * A copy reads its source, a write on the condition of what it replaces reads that, and tags and ACLs are
 * written by their own actions.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
function withHeaders(headers: S3Call["headers"], permission: Permission): Permission[] {
  const { "x-amz-copy-source": source, "x-amz-tagging": tagging, "x-amz-acl": acl } = headers;
  const replaced = headers["if-match"] === undefined ? [] : [{ ...permission, action: "s3:GetObject" }];
  const copied = source === undefined ? undefined : copySource(String(source));
  return [
    ...replaced,
    ...(copied === undefined ? [] : [{ ...permission, action: copied.action, resource: copied.resource }]),
    ...(tagging === undefined ? [] : [{ ...permission, action: "s3:PutObjectTagging" }]),
    ...(acl === undefined ? [] : [{ ...permission, action: "s3:PutObjectAcl" }]),
  ];
}

/** `/bucket/key` or `bucket/key`, encoded, perhaps with a version. */
function copySource(source: string): { action: string; resource: string } {
  const [path = "", version] = source.split("?versionId=");
  const [bucket = "", ...key] = decodeURIComponent(path.replace(/^\//, "")).split("/");
  return {
    action: version === undefined ? "s3:GetObject" : "s3:GetObjectVersion",
    resource: objectArn(bucket, key.join("/")),
  };
}

type DeleteObjectsCall = Pick<S3Call, "method" | "key"> & { query: object };

/** Returns true for a request to delete the objects that its body names. */
export function isDeleteObjects({ method, key, query }: DeleteObjectsCall): boolean {
  return method === "POST" && !key && "delete" in query;
}

/** Returns the permission to upload an object by a form, whose fields are in the body. */
export function formPermission(call: S3Call, body: unknown): Permission | undefined {
  const { method, bucket, key, headers } = call;
  if (method !== "POST" || key || bucket === undefined || !isForm(headers)) {
    return undefined;
  }
  const fields = Buffer.isBuffer(body) ? body.toString("utf8") : "";
  const [, name = ""] = /name="key"\r?\n\r?\n(?<key>[^\r\n]*)/.exec(fields) ?? [];
  return { action: "s3:PutObject", resource: objectArn(bucket, name), context: contextOf(call) };
}

export function bucketArn(bucket: string): string {
  return `arn:aws:s3:::${bucket}`;
}

export function objectArn(bucket: string, key: string): string {
  return `${bucketArn(bucket)}/${key}`;
}

/**
 * The condition keys that are supplied. The stage is on loopback, where no other machine can listen in: a
 * request counts as one over TLS.
 */
function contextOf({ query, headers }: S3Call): Permission["context"] {
  const text = (value: string | string[] | undefined) => (value === undefined ? undefined : String(value));
  return {
    "aws:securetransport": "true",
    "s3:prefix": text(query["prefix"]),
    "s3:delimiter": text(query["delimiter"]),
    "s3:max-keys": text(query["max-keys"]),
    "s3:x-amz-server-side-encryption": text(headers["x-amz-server-side-encryption"]),
    "s3:x-amz-server-side-encryption-aws-kms-key-id": text(
      headers["x-amz-server-side-encryption-aws-kms-key-id"],
    ),
  };
}
