import { vi } from "vitest";
import { z } from "zod";
import type { StageEvent } from "../../src/services/stage-event.ts";

const webSocketEvent = z.looseObject({
  requestContext: z.looseObject({ connectionId: z.string(), requestId: z.string(), eventType: z.string() }),
});
const echoed = z.looseObject({ body: z.string() });

type WebSocketEvent = z.infer<typeof webSocketEvent>;

/** What happened on a stage with WebSocket APIs whose functions answer with their event. */
export class HappenedEvents {
  #happened: StageEvent[] = [];
  /** Connections whose end no function was told of yet. */
  openConnections = 0;

  readonly add = (event: StageEvent): void => {
    this.#happened.push(event);
    if (event.kind === "websocket request" && event.statusCode === 200) {
      this.openConnections += { CONNECT: 1, MESSAGE: 0, DISCONNECT: -1 }[event.eventType];
    }
  };

  clear(): void {
    this.#happened = [];
  }

  /** Returns what functions answered. */
  payloads(): string[] {
    return this.#happened.flatMap((event) =>
      event.kind === "invocation" && !event.failed ? [event.payload] : [],
    );
  }

  /** Returns the events that functions got, in the order of their answers. */
  events(): WebSocketEvent[] {
    return this.payloads()
      .filter((payload) => payload.includes("requestContext"))
      .map((payload) => webSocketEvent.parse(JSON.parse(echoed.parse(JSON.parse(payload)).body)));
  }

  /** Waits for the first event of a type. */
  async eventOf(eventType: string, connectionId?: string): Promise<WebSocketEvent> {
    return vi.waitFor(
      () => {
        const found = this.events().find(
          ({ requestContext }) =>
            requestContext.eventType === eventType &&
            (connectionId === undefined || requestContext.connectionId === connectionId),
        );
        return found ?? Promise.reject(new Error(`no ${eventType} yet`));
      },
      { interval: 5 },
    );
  }
}
