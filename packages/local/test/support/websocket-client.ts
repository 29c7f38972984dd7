import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { vi } from "vitest";
import { type ClientOptions, WebSocket } from "ws";

/** A real client of a WebSocket API, with what it received. */
export class WebSocketClient {
  readonly socket: WebSocket;
  readonly messages: string[] = [];
  readonly pongs: Buffer[] = [];
  /** The code and the reason of the close, once it is closed. */
  closed: { code: number; reason: string } | undefined;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("message", (data: Buffer) => this.messages.push(data.toString("utf8")));
    socket.on("pong", (data) => this.pongs.push(data));
    socket.on("close", (code, reason) => {
      this.closed = { code, reason: reason.toString("utf8") };
    });
  }

  static async connect(
    url: string,
    { protocols = [], ...options }: ClientOptions & { protocols?: string[] } = {},
  ): Promise<WebSocketClient> {
    const socket = new WebSocket(url, protocols, options);
    const client = new WebSocketClient(socket);
    await once(socket, "open");
    return client;
  }

  /** Returns the answer to a handshake that is refused. */
  static async refused(url: string, options: ClientOptions = {}): Promise<{ status: number; body: string }> {
    const socket = new WebSocket(url, options);
    const [, answer] = (await once(socket, "unexpected-response")) as [unknown, IncomingMessage];
    const chunks = await answer.toArray();
    return { status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") };
  }

  send(message: object | string): void {
    this.socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  /** Returns the next message that was not taken yet. */
  async next(): Promise<string> {
    const message = await vi.waitFor(() => this.messages.shift() ?? Promise.reject(new Error("no message")), {
      interval: 5,
    });
    return message;
  }

  async ended(): Promise<{ code: number; reason: string }> {
    return vi.waitFor(() => this.closed ?? Promise.reject(new Error("still open")), { interval: 5 });
  }

  async close(code = 1000, reason = ""): Promise<void> {
    this.socket.close(code, reason);
    await this.ended();
  }
}
