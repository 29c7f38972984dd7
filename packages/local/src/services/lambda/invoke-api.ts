import type { IncomingMessage, ServerResponse } from "node:http";
import { ServiceError } from "@ashiato/aws-json/service-error";
import type { Principal } from "@ashiato/iam/request";
import type { AuthenticateCaller } from "../../http/authenticate.ts";
import { BodyTooLargeError, readBody } from "../../http/read-body.ts";
import { type InvocationResult, maxPayloadBytes } from "../service.ts";
import { tooLarge } from "./payload-limits.ts";

type Lambda = {
  /** Absent: every caller is served. */
  authenticate?: AuthenticateCaller | undefined;
  /** Throws ServiceError for a function that the caller may not invoke. */
  authorize?: ((caller: Principal, functionName: string) => void) | undefined;
  invoke: (functionName: string, payload: string) => Promise<InvocationResult>;
  invokeAsynchronously: (functionName: string, payload: string) => void;
};

const invokePath = /^\/2015-03-31\/functions\/(?<name>[^/]+)\/invocations$/;

/**
 * Answers the Invoke action of the Lambda API: RequestResponse, Event and DryRun.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export async function answerInvoke(
  lambda: Lambda,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const verify = await lambda.authenticate?.(request);
    const name = invokePath.exec(new URL(`http://lambda${request.url ?? "/"}`).pathname)?.groups?.["name"];
    if (name === undefined || request.method !== "POST") {
      throw new ServiceError(
        "UnknownOperationException",
        `${request.method} ${request.url} is not supported here: only Invoke is.`,
        {
          statusCode: 404,
        },
      );
    }
    const decoded = functionName(name);
    const { payload, caller } = await readPayload(request, verify);
    if (caller) {
      lambda.authorize?.(caller, decoded);
    }
    await answer(lambda, { name: decoded, payload, request, response });
  } catch (error) {
    if (!(error instanceof ServiceError)) {
      throw error;
    }
    response.writeHead(error.statusCode, {
      "content-type": "application/json",
      "x-amzn-errortype": error.name,
    });
    response.end(
      JSON.stringify({ Type: "User", Message: error.message, message: error.message, ...error.members }),
    );
  }
}

/** Throws ServiceError for a name that is not well encoded. */
function functionName(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (cause) {
    throw new ServiceError("InvalidParameterValueException", `${encoded} is no function name.`, { cause });
  }
}

type InvokeCall = { name: string; payload: string; request: IncomingMessage; response: ServerResponse };

async function answer(lambda: Lambda, { name, payload, request, response }: InvokeCall): Promise<void> {
  const type = String(request.headers["x-amz-invocation-type"] ?? "RequestResponse");
  switch (type) {
    case "RequestResponse": {
      const result = await lambda.invoke(name, payload);
      response.writeHead(200, {
        "content-type": "application/json",
        "x-amz-executed-version": "$LATEST",
        ...(result.functionError && { "x-amz-function-error": result.functionError }),
      });
      response.end(result.payload);
      return;
    }
    case "Event":
      lambda.invokeAsynchronously(name, payload);
      response.writeHead(202).end();
      return;
    case "DryRun":
      response.writeHead(204).end();
      return;
    default:
      throw new ServiceError("InvalidParameterValueException", `Invocation type ${type} is not known.`);
  }
}

async function readPayload(
  request: IncomingMessage,
  verify: Awaited<ReturnType<AuthenticateCaller>> | undefined,
): Promise<{ payload: string; caller: Principal | undefined }> {
  const body = await readWithin(request);
  const caller = await verify?.(body);
  const text = body.toString("utf8");
  if (text === "") {
    return { payload: "{}", caller };
  }
  try {
    JSON.parse(text);
    return { payload: text, caller };
  } catch (error) {
    throw new ServiceError("InvalidRequestContentException", "Could not parse request body into json.", {
      cause: error,
    });
  }
}

async function readWithin(request: IncomingMessage): Promise<Buffer> {
  try {
    return await readBody(request, maxPayloadBytes);
  } catch (error) {
    throw error instanceof BodyTooLargeError ? tooLarge(maxPayloadBytes) : error;
  }
}
