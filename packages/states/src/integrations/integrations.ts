import type { JsonObject, JsonValue } from "../json.ts";

type LambdaInvocation = {
  /** A name or an ARN, perhaps with a qualifier. */
  functionName: string;
  /** JSON text. */
  payload: string;
  signal: AbortSignal;
  /** Asks for the end of the function's log. */
  logType?: "Tail";
};

export type LambdaEvent = Pick<LambdaInvocation, "functionName" | "payload">;

export type LambdaAnswer = {
  payload: string;
  /** Present when the function raised: `Unhandled` or `Handled`. */
  functionError?: string;
  executedVersion: string;
  statusCode: number;
  /** The last 4 KiB of the log, base64, when asked for. */
  logResult?: string;
};

export type S3Object = { key: string; size: number; etag: string; lastModified: Date; storageClass: string };

/**
 * The services that a machine reaches. Each throws an Error for an error that the service answered with: its
 * `name` is the shape name of the service's API (`TooManyRequestsException`), and it may have a `statusCode`
 * and a `requestId`.
 */
export type Integrations = {
  lambda: {
    invoke(request: LambdaInvocation): Promise<LambdaAnswer>;
    /**
     * The InvocationType Event: resolves when the event has been taken, which the function then handles by
     * itself. Without this, tasks that ask for it are refused.
     */
    invokeAsynchronously?: (event: LambdaEvent) => Promise<void>;
  };
  s3: {
    listObjectsV2(request: {
      bucket: string;
      prefix?: string;
      continuationToken?: string;
      signal: AbortSignal;
    }): Promise<{ objects: readonly S3Object[]; nextContinuationToken?: string }>;
    getObject(request: {
      bucket: string;
      key: string;
      versionId?: string;
      signal: AbortSignal;
    }): Promise<AsyncIterable<Uint8Array>>;
    putObject(request: { bucket: string; key: string; body: string | Uint8Array }): Promise<void>;
  };
  awsSdk: {
    /** Whether the service and action (`redshiftdata`, `executeStatement`) can be called. */
    supports(service: string, action: string): boolean;
    /** Parameters and answer are PascalCase; timestamps in the answer are ISO strings. */
    call(request: {
      service: string;
      action: string;
      parameters: JsonObject;
      signal: AbortSignal;
    }): Promise<JsonObject>;
    /**
     * What is wrong with an answer of an action by the API's model, undefined when nothing is or when no
     * model is known: STRICT asks for the required members too, PRESENT holds those that are there to their
     * types.
     */
    checkAnswer?: (
      call: { service: string; action: string },
      answer: JsonValue,
      mode: "STRICT" | "PRESENT",
    ) => string | undefined;
  };
  /**
   * Asked before an action of Step Functions itself (`StartExecution`), with its input in the API's names,
   * also of the executions that a Distributed Map starts. Throws a `ServiceFault` for one that the machine's
   * role may not call.
   */
  authorizeOwn?: (action: string, input: JsonObject) => void;
  /** Sends an HTTP request, for `http:invoke` and `apigateway:invoke`. Without it, such tasks are refused. */
  http?: (request: HttpRequest) => Promise<HttpResponse>;
};

export type HttpRequest = {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** Of the EventBridge connection whose credentials go with the request. */
  connectionArn?: string;
  signal: AbortSignal;
};

export type HttpResponse = {
  statusCode: number;
  statusText: string;
  headers: Record<string, string[]>;
  body: string;
};
