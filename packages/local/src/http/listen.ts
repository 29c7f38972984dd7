import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isForeign } from "./foreign-caller.ts";

export type Listener = { url: string; close: () => Promise<void> };

export type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** An answer that ends the handling of a request. */
type HeadRefusal = { statusCode: number; headers: Record<string, string | string[]>; body: Buffer };

export type ListenOptions = {
  /** 0 takes a free port. */
  port: number;
  onFault: (fault: unknown) => void;
  /**
   * Called with each request's head before anything else; a request that it refuses never reaches the answer.
   */
  refuse?: (request: IncomingMessage) => HeadRefusal | undefined;
  /** Origins, besides the server's own, whose pages may send requests. */
  allowsOrigin?: (origin: string) => boolean;
};

/**
 * Serves HTTP on loopback, to no web pages but its own and the allowed ones. Passes an error of the answer to
 * `onFault`, and to the client as a 500.
 */
export async function listen(answer: Answer, options: ListenOptions): Promise<Listener> {
  const server = createServer((request, response) => {
    const refusal = isForeign(request.headers, options.allowsOrigin) ? forbidden : options.refuse?.(request);
    if (refusal) {
      response.writeHead(refusal.statusCode, refusal.headers).end(refusal.body);
      return;
    }
    answer(request, response).catch((fault: unknown) => {
      // A client that disconnects, or breaks its connection, is not a fault of the service.
      if (fault === request.errored) {
        return;
      }
      options.onFault(fault);
      if (!response.headersSent) {
        response.writeHead(500, { "content-type": "application/json" });
      }
      response.end('{"message":"Internal Server Error"}');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => close(server) };
}

const forbidden: HeadRefusal = {
  statusCode: 403,
  headers: { "content-type": "application/json" },
  body: Buffer.from('{"message":"Forbidden"}'),
};

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
