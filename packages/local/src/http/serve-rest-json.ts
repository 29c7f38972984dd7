import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { ServiceError } from "@ashiato/aws-json/service-error";
import type { Principal } from "@ashiato/iam/request";
import { authenticateSigned } from "./authenticate.ts";
import type { SignatureRules } from "./authorization-header.ts";
import { type Answer, listen, type Listener } from "./listen.ts";
import { BodyTooLargeError, readBody } from "./read-body.ts";

type RestRequest = {
  caller: Principal;
  method: string;
  /** Without the query. */
  path: string;
  body: string;
};

export type RestOptions = {
  signingName: string;
  rules: () => SignatureRules;
  /** Returns the answer; undefined is 204. Throws ServiceError for errors that the caller must see. */
  answer: (request: RestRequest) => object | undefined;
  /** Defaults to 1 MiB, and to a fault for a larger body. */
  maxBody?: { bytes: number; refusal: () => ServiceError };
};

export type ServeRestOptions = RestOptions & {
  /** 0 takes a free port. */
  port: number;
  onFault: (fault: unknown) => void;
};

const maxBodyBytes = 1024 * 1024;

/**
 * Serves a service of the AWS REST JSON protocol on loopback.
 * https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
 */
export async function serveRestJson(options: ServeRestOptions): Promise<Listener> {
  return listen(restJsonAnswer(options), { port: options.port, onFault: options.onFault });
}

/** Returns what answers the requests of such a service, for a listener that it shares. */
export function restJsonAnswer(options: RestOptions): Answer {
  const authenticate = authenticateSigned(options.rules, [options.signingName]);
  return async (request, response) => {
    const headers = { "content-type": "application/json", "x-amzn-requestid": randomUUID() };
    try {
      const verify = await authenticate(request);
      const body = await readWithin(request, options.maxBody);
      const { method = "GET", url = "/" } = request;
      const { pathname } = new URL(`http://service${url}`);
      const asked = { caller: await verify(body), method, path: pathname, body: body.toString("utf8") };
      const answer = options.answer(asked);
      response.writeHead(answer ? 200 : 204, headers).end(answer && JSON.stringify(answer));
    } catch (error) {
      if (!(error instanceof ServiceError)) {
        throw error;
      }
      response.writeHead(error.statusCode, { ...headers, "x-amzn-errortype": error.name });
      response.end(JSON.stringify({ Message: error.message, message: error.message, ...error.members }));
    }
  };
}

async function readWithin(request: IncomingMessage, maxBody: RestOptions["maxBody"]): Promise<Buffer> {
  try {
    return await readBody(request, maxBody?.bytes ?? maxBodyBytes);
  } catch (error) {
    throw error instanceof BodyTooLargeError && maxBody ? maxBody.refusal() : error;
  }
}
