import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { isForeign } from "./foreign-caller.ts";
import { type Refusal, refuseUpgrade, type Upgrade } from "./upgrade.ts";

export type Listener = { url: string; close: () => Promise<void> };

export type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export type ListenOptions = {
  /** 0 takes a free port. */
  port: number;
  onFault: (fault: unknown) => void;
  /**
   * Called with each request's head before anything else; a request that it refuses never reaches the answer.
   */
  refuse?: (request: IncomingMessage) => Refusal | undefined;
  /** Origins, besides the server's own, whose pages may send requests. */
  allowsOrigin?: (origin: string) => boolean;
  /** Answers requests to upgrade to another protocol, which otherwise are answered like any other. */
  upgrade?: Upgrade;
};

/**
 * Serves HTTP on loopback, to no web pages but its own and the allowed ones. Passes an error of the answer to
 * `onFault`, and to the client as a 500.
 */
export async function listen(answer: Answer, options: ListenOptions): Promise<Listener> {
  const refusalOf = (request: IncomingMessage): Refusal | undefined =>
    isForeign(request.headers, options.allowsOrigin) ? forbidden : options.refuse?.(request);
  const server = createServer((request, response) => {
    const refusal = refusalOf(request);
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
  const upgraded = new Set<Duplex>();
  const { upgrade } = options;
  if (upgrade) {
    server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      upgraded.add(socket);
      socket.once("close", () => upgraded.delete(socket));
      // A client may break its connection at any time; its end is seen by "close".
      socket.on("error", () => socket.destroy());
      const refusal = refusalOf(request);
      if (refusal) {
        refuseUpgrade(socket, refusal);
        return;
      }
      upgrade(request, socket, head).catch((fault: unknown) => {
        options.onFault(fault);
        socket.destroy();
      });
    });
  }
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => close(server, upgraded),
  };
}

const forbidden: Refusal = {
  statusCode: 403,
  headers: { "content-type": "application/json" },
  body: Buffer.from('{"message":"Forbidden"}'),
};

/** Node's server forgets the sockets of upgraded connections, and yet waits for their end. */
function close(server: Server, upgraded: ReadonlySet<Duplex>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
    for (const socket of upgraded) {
      socket.destroy();
    }
  });
}
