import { randomUUID } from "node:crypto";
import { ServiceError } from "@ashiato/aws-json/service-error";
import type { Principal } from "@ashiato/iam/request";
import { authenticateSigned } from "./authenticate.ts";
import type { SignatureRules } from "./authorization-header.ts";
import { listen, type Listener } from "./listen.ts";
import { readBody } from "./read-body.ts";

type RestRequest = {
  caller: Principal;
  method: string;
  /** Without the query. */
  path: string;
  body: string;
};

export type ServeRestOptions = {
  signingName: string;
  rules: () => SignatureRules;
  /** 0 takes a free port. */
  port: number;
  /** Returns the answer. Throws ServiceError for errors that the caller must see. */
  answer: (request: RestRequest) => object;
  onFault: (fault: unknown) => void;
};

const maxBodyBytes = 1024 * 1024;

/**
 * Serves a service of the AWS REST JSON protocol on loopback.
 * https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
 */
export async function serveRestJson(options: ServeRestOptions): Promise<Listener> {
  const authenticate = authenticateSigned(options.rules, [options.signingName]);
  return listen(
    async (request, response) => {
      const headers = { "content-type": "application/json", "x-amzn-requestid": randomUUID() };
      try {
        const verify = await authenticate(request);
        const body = await readBody(request, maxBodyBytes);
        const { method = "GET", url = "/" } = request;
        const { pathname } = new URL(`http://service${url}`);
        const asked = { caller: await verify(body), method, path: pathname, body: body.toString("utf8") };
        response.writeHead(200, headers).end(JSON.stringify(options.answer(asked)));
      } catch (error) {
        if (!(error instanceof ServiceError)) {
          throw error;
        }
        response.writeHead(error.statusCode, { ...headers, "x-amzn-errortype": error.name });
        response.end(JSON.stringify({ Message: error.message, message: error.message, ...error.members }));
      }
    },
    { port: options.port, onFault: options.onFault },
  );
}
