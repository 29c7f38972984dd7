import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { ServiceError } from "@ashiato/aws-json/service-error";
import type { Principal } from "@ashiato/iam/request";
import { authenticateSigned } from "../../http/authenticate.ts";
import { listen, type Listener } from "../../http/listen.ts";
import { readBody } from "../../http/read-body.ts";
import type { Start } from "../service.ts";
import { cborProtocol } from "./protocols/cbor.ts";
import { jsonProtocol } from "./protocols/json.ts";
import type { Protocol } from "./protocols/protocol.ts";
import { queryProtocol } from "./protocols/query.ts";

/** Runs an action for a caller. Throws ServiceError for errors that the caller must see. */
export type PerformCall = (caller: Principal, call: { action: string; input: unknown }) => object;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const maxBodyBytes = 1024 * 1024;

/**
 * Serves CloudWatch on its own address, in the three protocols of its clients: RPC v2 with CBOR, AWS JSON and
 * AWS Query.
 */
export async function serveCloudWatch(
  { access, region, onFault }: Pick<Start, "access" | "region" | "onFault">,
  perform: PerformCall,
): Promise<Listener> {
  const authenticate = authenticateSigned(
    () => ({ findKey: access.findKey, region, now: Date.now() }),
    ["monitoring"],
  );
  return listen(
    async (request, response) => {
      const protocol = protocolOf(request);
      const { contentType, headers } = protocol;
      const send = (statusCode: number, body: string | Buffer, own: Record<string, string> = {}): void => {
        const common = { "content-type": contentType, "x-amzn-requestid": randomUUID() };
        response.writeHead(statusCode, { ...common, ...headers, ...own }).end(body);
      };
      try {
        const verify = await authenticate(request);
        const body = await readBody(request, maxBodyBytes);
        const caller = await verify(body);
        const call = protocol.read(request, body);
        send(200, protocol.answer(call.action, perform(caller, call)));
      } catch (error) {
        if (!(error instanceof ServiceError)) {
          throw error;
        }
        const { name: code, message, statusCode } = error;
        // In this header, clients that used Query before find the error code by its old name.
        send(statusCode, protocol.refusal({ code, message }), { "x-amzn-query-error": `${code};Sender` });
      }
    },
    { port: 0, onFault },
  );
}

function protocolOf({ headers }: IncomingMessage): Protocol {
  if (headers["smithy-protocol"] === "rpc-v2-cbor") {
    return cborProtocol;
  }
  return headers["x-amz-target"] === undefined ? queryProtocol : jsonProtocol;
}
