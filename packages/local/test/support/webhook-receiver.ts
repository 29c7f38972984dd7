import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { vi } from "vitest";

export type ReceivedMessage = { path: string; headers: IncomingHttpHeaders; body: string };

/** How a path answers; what comes before is what it was sent. */
export type Behaviour = (answer: ServerResponse, before: number) => void;

/** A receiver of webhooks, with a behaviour for each path. Others answer 204. */
export class WebhookReceiver {
  readonly #server: Server;
  readonly #behaviours = new Map<string, Behaviour>();
  readonly received: ReceivedMessage[] = [];

  private constructor() {
    this.#server = createServer((request, answer) => {
      void (async () => {
        const path = request.url ?? "";
        const body = Buffer.concat(await request.toArray()).toString("utf8");
        const before = this.sentTo(path).length;
        this.received.push({ path, headers: request.headers, body });
        const behaviour = this.#behaviours.get(path);
        if (behaviour) {
          behaviour(answer, before);
        } else {
          answer.writeHead(204).end();
        }
      })();
    });
  }

  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    receiver.#server.listen(0, "127.0.0.1");
    await once(receiver.#server, "listening");
    return receiver;
  }

  get origin(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  behave(path: string, behaviour: Behaviour): void {
    this.#behaviours.set(path, behaviour);
  }

  sentTo(path: string): ReceivedMessage[] {
    return this.received.filter((message) => message.path === path);
  }

  /** Waits until a path was sent so many messages, and returns them. */
  async messages(path: string, count: number): Promise<ReceivedMessage[]> {
    return vi.waitFor(
      () => {
        const sent = this.sentTo(path);
        if (sent.length < count) {
          throw new Error(`${path} was sent ${sent.length} of ${count} messages`);
        }
        return sent;
      },
      { timeout: 90_000, interval: 50 },
    );
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}
