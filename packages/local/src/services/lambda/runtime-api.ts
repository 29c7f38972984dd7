import type { IncomingMessage, ServerResponse } from "node:http";
import { readText } from "../../http/read-body.ts";
import type { FunctionProcess } from "./function-process.ts";

const path = /^\/(?<id>[0-9a-f-]{36})\/2018-06-01\/runtime\/(?<rest>.+)$/;
const invocationPath = /^invocation\/(?<requestId>[0-9a-f-]{36})\/(?<what>response|error)$/;

export type RuntimeApi = {
  processes: Map<string, FunctionProcess>;
  /** Called when a process has become free. */
  onIdle: (process: FunctionProcess) => void;
};

/**
 * Answers the Lambda Runtime API, through which a function's process takes events and posts results. Each
 * process has its own path.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 *
 * Returns false when the request is not for this API.
 */
export async function answerRuntime(
  api: RuntimeApi,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const groups = path.exec(request.url ?? "")?.groups;
  if (!groups) {
    return false;
  }
  const process = api.processes.get(groups["id"] ?? "");
  if (!process) {
    return refuse(response, 403, {
      errorType: "Forbidden",
      errorMessage: "This execution environment has ended",
    });
  }
  const rest = groups["rest"] ?? "";

  if (rest === "invocation/next") {
    const invocation = await process.next();
    response.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": invocation.requestId,
      "lambda-runtime-deadline-ms": String(invocation.deadline),
      "lambda-runtime-invoked-function-arn": process.plan.arn,
    });
    response.end(invocation.payload);
    return true;
  }
  if (rest === "init/error") {
    process.failInit(await readText(request));
    return accept(response);
  }
  const named = invocationPath.exec(rest)?.groups;
  if (!named) {
    return refuse(response, 404, { errorType: "NotFound", errorMessage: `No runtime path ${rest}` });
  }
  const body = await readText(request);
  const invocation = process.finish(named["requestId"] ?? "");
  if (!invocation) {
    return refuse(response, 400, {
      errorType: "InvalidRequestID",
      errorMessage: `No invocation ${named["requestId"]} is under way`,
    });
  }
  if (named["what"] === "response") {
    invocation.succeed(body === "" ? "null" : body);
  }
  if (named["what"] === "error") {
    invocation.fail(body);
  }
  accept(response);
  api.onIdle(process);
  return true;
}

function accept(response: ServerResponse): true {
  response.writeHead(202, { "content-type": "application/json" }).end('{"status":"OK"}');
  return true;
}

function refuse(
  response: ServerResponse,
  status: number,
  error: { errorType: string; errorMessage: string },
): true {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(error));
  return true;
}
