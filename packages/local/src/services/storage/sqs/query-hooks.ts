import { z } from "zod";
import type { FauxqsApp } from "../fauxqs-parts.ts";
import { queryAnswer, queryError } from "./query-answer.ts";
import { readQueryRequest } from "./query-request.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonParameters.html */
const querySchema = z.object({ Action: z.string(), Version: z.literal("2012-11-05") }).catchall(z.string());

const errorSchema = z.looseObject({ __type: z.string(), message: z.string().default("") });

/**
 * Serves SQS by the Query protocol too, which clients speak that are older than November 2023: Debian's AWS
 * CLI and boto3. fauxqs knows AWS JSON alone, so that the request is rewritten on its way in, and the answer
 * on its way out. Where SNS and SQS share an address, the API's version distinguishes them.
 */
export function addSqsQueryHooks(app: FauxqsApp): void {
  const actions = new WeakMap<object, string>();
  app.addHook("preHandler", async (request) => {
    const isForm = (request.headers["content-type"] ?? "").includes("application/x-www-form-urlencoded");
    const query = isForm ? querySchema.safeParse(request.body) : undefined;
    if (query?.data === undefined) {
      return;
    }
    const { Action: action } = query.data;
    actions.set(request, action);
    request.headers["content-type"] = "application/x-amz-json-1.0";
    request.headers["x-amz-target"] = `AmazonSQS.${action}`;
    request.body = readQueryRequest(query.data);
  });
  app.addHook("onSend", async (request, reply, payload) => {
    const action = actions.get(request);
    if (action === undefined) {
      return payload;
    }
    reply.header("content-type", "text/xml");
    const output: unknown = typeof payload === "string" && payload !== "" ? JSON.parse(payload) : {};
    if (reply.statusCode < 400) {
      return queryAnswer(action, Object(output));
    }
    const { __type: type, message } = errorSchema.parse(output);
    const [code = "", fault = "Sender"] = String(
      reply.getHeader("x-amzn-query-error") ?? type.split("#").at(-1),
    ).split(";");
    return queryError({ code, message, fault });
  });
}
