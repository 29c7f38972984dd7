import type { AsyncLocalStorage } from "node:async_hooks";
import type { ChangedObject, ObjectChange, ObjectWatcher } from "../../object-change.ts";
import type { FauxqsApp, FauxqsParts, Stores } from "../fauxqs-parts.ts";
import { addressOf, s3Action } from "./s3-action.ts";
import { isDeleteObjects } from "./s3-permissions.ts";
import type { VersionCall } from "./versions/versioned-store.ts";

type S3Store = Stores["s3Store"];

/** A request on its way through fauxqs, whose store does not know who asks. */
export type ChangeCall = Pick<ObjectChange, "requester" | "sourceIp" | "requestId"> & {
  /** How the request changes an object, in S3's words. */
  reason: string;
};

export type ObservedStore = {
  calls: AsyncLocalStorage<ChangeCall>;
  /** Returns the version that the change made or removed; undefined in a bucket without versions. */
  versionTold: () => VersionCall["told"];
  /** Asked at each change. */
  watcher: () => ObjectWatcher | undefined;
};

/** Errors of reading an object that is missing or a delete marker, which can still be removed. */
const looked = new Set(["NoSuchKey", "NoSuchVersion", "MethodNotAllowed"]);

const noCall: ChangeCall = {
  reason: "PutObject",
  requester: "s3.amazonaws.com",
  sourceIp: "",
  requestId: "",
};

/** Returns the class of fauxqs's store, telling a watcher of the changes of objects. */
export function observedStore(
  Base: FauxqsParts["S3Store"],
  { calls, versionTold, watcher }: ObservedStore,
): FauxqsParts["S3Store"] {
  function follow<Result>(
    change: Pick<ObjectChange, "kind" | "bucket" | "key">,
    make: () => Result,
    after: (result: Result) => ChangedObject,
  ): Result {
    const watching = watcher();
    if (!watching?.watches(change.bucket)) {
      return make();
    }
    const settle = watching.expect({ ...(calls.getStore() ?? noCall), ...change });
    let result: Result;
    try {
      result = make();
    } catch (error) {
      settle(undefined);
      throw error;
    }
    const version = versionTold();
    settle({
      ...after(result),
      ...(version && { versionId: version.id, isMarked: version.marker === "made" }),
    });
    return result;
  }

  return class Observed extends Base {
    readonly #uploads = new Map<string, { bucket: string; key: string }>();

    override putObject(...args: Parameters<S3Store["putObject"]>): ReturnType<S3Store["putObject"]> {
      const [bucket, key] = args;
      return follow({ kind: "created", bucket, key }, () => super.putObject(...args), sizeAndTag);
    }

    override createMultipartUpload(...args: Parameters<S3Store["createMultipartUpload"]>): string {
      const uploadId = super.createMultipartUpload(...args);
      this.#uploads.set(uploadId, { bucket: args[0], key: args[1] });
      return uploadId;
    }

    override restoreMultipartUpload(...args: Parameters<S3Store["restoreMultipartUpload"]>): void {
      const [{ uploadId, bucket, key }] = args;
      this.#uploads.set(uploadId, { bucket, key });
      super.restoreMultipartUpload(...args);
    }

    override completeMultipartUpload(
      ...args: Parameters<S3Store["completeMultipartUpload"]>
    ): ReturnType<S3Store["completeMultipartUpload"]> {
      const upload = this.#uploads.get(args[0]);
      const complete = () => super.completeMultipartUpload(...args);
      const object = upload ? follow({ kind: "created", ...upload }, complete, sizeAndTag) : complete();
      this.#uploads.delete(args[0]);
      return object;
    }

    override abortMultipartUpload(uploadId: string): void {
      super.abortMultipartUpload(uploadId);
      this.#uploads.delete(uploadId);
    }

    override deleteObject(...args: Parameters<S3Store["deleteObject"]>): void {
      const [bucket, key] = args;
      const remove = () => super.deleteObject(...args);
      if (!watcher()?.watches(bucket) || !this.#has(bucket, key)) {
        remove();
        return;
      }
      follow({ kind: "deleted", bucket, key }, remove, () => ({}));
    }

    /** S3 refuses to look at a key that cannot be one. */
    #has(bucket: string, key: string): boolean {
      try {
        super.headObject(bucket, key);
        return true;
      } catch (error) {
        if (error instanceof Error && "code" in error && looked.has(String(error.code))) {
          return error.code === "MethodNotAllowed";
        }
        throw error;
      }
    }
  };
}

function sizeAndTag({ contentLength, etag }: { contentLength: number; etag: string }): ChangedObject {
  return { size: contentLength, etag };
}

/** Makes each request known to the store that changes objects for it. */
export function addChangeCalls(
  app: FauxqsApp,
  calls: AsyncLocalStorage<ChangeCall>,
  requesterOf: (request: object) => string,
): void {
  app.addHook("preHandler", (request, _reply, done) => {
    const { method, headers, query, ip, id } = request;
    const { key } = addressOf(request);
    const isDeletion = method === "DELETE" || isDeleteObjects({ method, key, query: Object(query) });
    const action = isDeletion ? "DeleteObject" : s3Action({ method, key, query, headers });
    const reason = action === "PostObject" ? "POST Object" : (action ?? "PutObject");
    calls.run({ reason, requester: requesterOf(request), sourceIp: ip, requestId: id }, done);
  });
}
