import { denialMessage } from "@ashiato/iam/evaluate";
import type { Principal } from "@ashiato/iam/request";
import type { Access } from "../access.ts";
import type { FauxqsApp } from "./fauxqs-parts.ts";
import { snsPermission, sqsPermission } from "./message-permissions.ts";
import { sendRefusal } from "./refusal.ts";
import { addRefusedDeletes, allowedDeletes, type RefusedDeletes } from "./s3/delete-permissions.ts";
import { type KeyPermissionsOf, keyPermissions } from "./s3/key-permissions.ts";
import {
  bucketArn,
  formPermission,
  isDeleteObjects,
  type Permission,
  type S3Call,
  s3Permissions,
} from "./s3/s3-permissions.ts";

/** Who sent each request to S3, SQS and SNS, known once its signature is verified. */
export type Callers = WeakMap<object, Principal>;

export type PermissionHooks = {
  access: Access;
  callers: Callers;
  region: string;
  hasBucket: (bucket: string) => boolean;
  hasObject: (bucket: string, key: string) => boolean;
};

type Denied = { code: string; message: string };

/**
 * Lets a request to S3, SQS and SNS pass if the declared policies allow its caller what it asks for. The
 * holder of the stage's own key may do everything.
 */
export function addPermissionHooks(app: FauxqsApp, hooks: PermissionHooks): void {
  const { access, callers, region } = hooks;
  const account = { accountId: access.accountId, region };
  const refusedDeletes = new WeakMap<object, RefusedDeletes>();

  app.addHook("preHandler", async (request, reply) => {
    const principal = callerOf(callers, request);
    if (principal.kind === "account") {
      return;
    }
    const { method, headers, body } = request;
    const { bucket, "*": key } = request.params as { bucket?: string; "*"?: string };
    const query = request.query as S3Call["query"];
    const call: S3Call = { method, bucket, key, query, headers };
    const target = String(headers["x-amz-target"] ?? "");
    let permissions: Permission[];
    if (target.startsWith("AmazonSQS.")) {
      permissions = [sqsPermission(target.slice("AmazonSQS.".length), body, account)];
    } else if (bucket === undefined && method === "POST") {
      permissions = [snsPermission(body, account)];
    } else if (bucket !== undefined && isDeleteObjects(call)) {
      const deletes = allowedDeletes(
        bucket,
        body,
        (permission) => deniedOne(access, principal, permission)?.message,
      );
      request.body = deletes.body;
      refusedDeletes.set(request, deletes.refused);
      return;
    } else {
      const form = formPermission(call, body);
      permissions = [...(form ? [form] : s3Permissions(call)), ...listPermission(call, hooks)];
    }
    const denied = deniedOf(access, principal, permissions);
    if (denied) {
      await sendRefusal(reply, { statusCode: 403, ...denied }, headers);
    }
  });
  app.addHook("onSend", async (request, _reply, payload) => {
    const refused = refusedDeletes.get(request);
    return refused && refused.length > 0 ? addRefusedDeletes(String(payload), refused) : payload;
  });
}

/** Holds requests to the policies of the KMS keys that they use; after the hooks of encryption. */
export function addKeyPermissionHooks(
  app: FauxqsApp,
  { access, callers, ...keys }: Pick<PermissionHooks, "access" | "callers"> & KeyPermissionsOf,
): void {
  app.addHook("preHandler", async (request, reply) => {
    const principal = callerOf(callers, request);
    const { bucket, "*": key } = request.params as { bucket?: string; "*"?: string };
    if (principal.kind === "account" || bucket === undefined) {
      return;
    }
    const { method, headers } = request;
    const asked = { method, key, query: request.query as object, headers };
    const denied = deniedOf(access, principal, keyPermissions(bucket, asked, keys));
    if (denied) {
      await sendRefusal(reply, { statusCode: 403, ...denied }, headers);
    }
  });
}

function callerOf(callers: Callers, request: { method: string; url: string }): Principal {
  const principal = callers.get(request);
  if (!principal) {
    throw new Error(`No caller is known of ${request.method} ${request.url}`);
  }
  return principal;
}

function deniedOf(
  access: Access,
  principal: Principal,
  permissions: readonly Permission[],
): Denied | undefined {
  for (const permission of permissions) {
    const denied = deniedOne(access, principal, permission);
    if (denied) {
      return denied;
    }
  }
  return undefined;
}

function deniedOne(access: Access, principal: Principal, permission: Permission): Denied | undefined {
  const request = { ...permission, principal };
  const decision = access.decide(request);
  return decision.allowed
    ? undefined
    : { code: codeOf(permission.action), message: denialMessage(request, decision.denial) };
}

/**
 * S3 says that there is no object only to those who may list the bucket.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax
 */
function listPermission(
  { bucket, key, method, headers }: S3Call,
  { hasBucket, hasObject }: PermissionHooks,
): Permission[] {
  const reads = key && (method === "GET" || method === "HEAD");
  if (!reads || bucket === undefined || !hasBucket(bucket) || hasObject(bucket, key)) {
    return [];
  }
  const listing = s3Permissions({ bucket, key: undefined, method: "GET", query: {}, headers });
  return listing.map((permission) => ({ ...permission, resource: bucketArn(bucket) }));
}

/** Each service has a code of its own for what it denies. */
function codeOf(action: string): string {
  if (action.startsWith("sqs:")) {
    return "AccessDeniedException";
  }
  return action.startsWith("sns:") ? "AuthorizationError" : "AccessDenied";
}
