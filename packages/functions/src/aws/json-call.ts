import type { IncomingMessage, RequestOptions } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { SignatureV4 } from "@smithy/signature-v4";
import * as z from "zod";
import { signerOf } from "./signer.ts";

/** An `import` of these in an ES module reads each export, and one of them loads the whole of `fetch`. */
const http = process.getBuiltinModule("node:http");
const https = process.getBuiltinModule("node:https");

/** As the SDK's standard mode does: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const maxAttempts = 3;
const firstPauseMilliseconds = 50;

const problemSchema = z.looseObject({
  __type: z.string().default("UnknownError"),
  message: z.string().optional(),
  Message: z.string().optional(),
});

/** Of a service that refused a call; `name` is its code, without its namespace. */
export class JsonCallError extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, body: string) {
    const { __type, message, Message = message } = problemSchema.parse(readProblem(body));
    super(`${Message ?? "no message"} (status ${statusCode})`);
    this.name = __type.slice(__type.indexOf("#") + 1);
    this.statusCode = statusCode;
  }
}

export type JsonService = {
  /** Such as `sqs`: the name that is signed. */
  name: string;
  /** Such as `AmazonSQS`: what the service's actions begin with. */
  target: string;
};

export type JsonCall = {
  endpoint: string;
  action: string;
  input: object;
  signal?: AbortSignal | undefined;
  /** Is called before another attempt: the service may have done what it did not answer. */
  onRetry?: (() => void) | undefined;
};

type Answer = { statusCode: number; body: string };

/**
 * Returns a function that calls an action of a service by the AWS JSON protocol 1.0 and returns the answer,
 * unchecked. It tries again what failed on the way or in the service, and throws JsonCallError for what the
 * service refuses.
 *
 * For the functions that a request waits for, which start when it comes: the service's SDK client takes
 * longer to load than all the rest of such a function.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export function jsonCaller({ name, target }: JsonService): (call: JsonCall) => Promise<unknown> {
  const agents = {
    "http:": new http.Agent({ keepAlive: true }),
    "https:": new https.Agent({ keepAlive: true }),
  };
  let signer: SignatureV4 | undefined;

  async function post({ endpoint, action, input, signal }: JsonCall): Promise<Answer> {
    const { protocol, hostname, port, host } = new URL(endpoint);
    const body = JSON.stringify(input);
    signer ??= signerOf(name);
    const { headers } = await signer.sign({
      method: "POST",
      protocol,
      hostname,
      path: "/",
      headers: {
        host,
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `${target}.${action}`,
      },
      body,
    });
    const isPlain = protocol === "http:";
    const agent = agents[isPlain ? "http:" : "https:"];
    const request = { method: "POST", hostname, port, path: "/", headers, agent, ...(signal && { signal }) };
    return send((isPlain ? http : https).request, request, body);
  }

  return async (call) => {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await post(call).catch((error: unknown) => {
        if (attempt === maxAttempts || call.signal?.aborted === true) {
          throw error;
        }
      });
      if (answer?.statusCode === 200) {
        return JSON.parse(answer.body);
      }
      if (answer && (attempt === maxAttempts || !isTransient(answer))) {
        throw new JsonCallError(answer.statusCode, answer.body);
      }
      call.onRetry?.();
      const pause = firstPauseMilliseconds * 2 ** (attempt - 1) * Math.random();
      await wait(pause, undefined, call.signal && { signal: call.signal });
    }
  };
}

async function send(request: typeof http.request, options: RequestOptions, body: string): Promise<Answer> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(options).on("response", resolve).on("error", reject).end(body);
  });
  const pieces = await answer.toArray();
  return { statusCode: answer.statusCode ?? 0, body: Buffer.concat(pieces).toString("utf8") };
}

/** The service's own fault, or too many requests. */
function isTransient({ statusCode, body }: Answer): boolean {
  return statusCode >= 500 || statusCode === 429 || /Throttl|ProvisionedThroughputExceeded/.test(body);
}

function readProblem(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return { message: body.slice(0, 200) };
  }
}
