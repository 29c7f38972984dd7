import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

/**
 * Answers a request to speak another protocol, such as WebSocket. `head` has the bytes after the request, if
 * any.
 */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;

/** An answer that ends the handling of a request. */
export type Refusal = { statusCode: number; headers: Record<string, string | string[]>; body: Buffer };

/** Answers a request to speak another protocol over HTTP, and ends the connection. */
export function refuseUpgrade(socket: Duplex, { statusCode, headers, body }: Refusal): void {
  const lines = Object.entries({ ...headers, connection: "close", "content-length": String(body.length) });
  const head = lines.flatMap(([name, values]) => [values].flat().map((value) => `${name}: ${value}`));
  const statusLine = `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] ?? ""}`;
  socket.end(Buffer.concat([Buffer.from(`${[statusLine, ...head].join("\r\n")}\r\n\r\n`), body]));
}
