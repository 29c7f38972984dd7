import { type ServerMessage, serverMessageSchema } from "@ashiato/core/push/server-message";
import { vi } from "vitest";
import type { RunningStage } from "./running-stage.ts";
import { WebSocketClient } from "./websocket-client.ts";

type OfType<Type extends ServerMessage["type"]> = Extract<ServerMessage, { type: Type }>;

/** A client of the stage's WebSocket API, which reads what it gets by the described schemas. */
export class LiveClient {
  readonly connection: WebSocketClient;
  readonly #read: ServerMessage[] = [];

  private constructor(connection: WebSocketClient) {
    this.connection = connection;
  }

  static async byKey(app: RunningStage, key: string): Promise<LiveClient> {
    const headers = { authorization: `Bearer ${key}` };
    return new LiveClient(await WebSocketClient.connect(app.output("liveUrl"), { headers }));
  }

  static async byUrl(url: string): Promise<LiveClient> {
    return new LiveClient(await WebSocketClient.connect(url));
  }

  /** All messages so far. */
  get messages(): readonly ServerMessage[] {
    for (const text of this.connection.messages.slice(this.#read.length)) {
      this.#read.push(serverMessageSchema.parse(JSON.parse(text)));
    }
    return this.#read;
  }

  /** Says something and returns the answer: the next message that is one. */
  async ask(message: object | string): Promise<ServerMessage> {
    const before = this.messages.length;
    this.connection.send(message);
    return this.#found((messages) =>
      messages
        .slice(before)
        .find(({ type }) => ["subscribed", "unsubscribed", "pong", "error"].includes(type)),
    );
  }

  /** Returns the first message of a type that fits. */
  async heard<Type extends ServerMessage["type"]>(
    type: Type,
    fits: (message: OfType<Type>) => boolean = () => true,
  ): Promise<OfType<Type>> {
    return this.#found((messages) =>
      messages.find((each): each is OfType<Type> => each.type === type && fits(each as OfType<Type>)),
    );
  }

  async #found<Message>(find: (messages: readonly ServerMessage[]) => Message | undefined): Promise<Message> {
    return vi.waitFor(
      () =>
        find(this.messages) ??
        Promise.reject(new Error(`Heard ${this.connection.messages.slice(-9).join("\n")}`)),
      { interval: 10 },
    );
  }
}
