/** An event of a running stage that a person who watches it wants to see. */
export type StageEvent =
  | {
      kind: "request";
      apiId: string;
      method: string;
      /** Path and query. */
      url: string;
      statusCode: number;
      milliseconds: number;
    }
  /** What a client of a WebSocket API asked: to connect, a message, or the end. */
  | {
      kind: "websocket request";
      apiId: string;
      stage: string;
      eventType: "CONNECT" | "MESSAGE" | "DISCONNECT";
      routeKey: string;
      /** As of an HTTP request, though only the client of a handshake sees it. */
      statusCode: number;
      /** What went wrong: the client, what the function answered, or its invocation. */
      error?: "client" | "integration" | "execution" | undefined;
      /** Absent if no function was invoked. */
      integrationMilliseconds?: number | undefined;
    }
  /** A message that was sent to a client of a WebSocket API. */
  | { kind: "websocket message"; apiId: string; stage: string }
  | {
      kind: "invocation";
      functionName: string;
      /** JSON text: the handler's result, or the error. */
      payload: string;
      failed: boolean;
      milliseconds: number;
    }
  /** An invocation that was throttled. */
  | { kind: "throttled"; functionName: string }
  /** A message of a topic that went into a file for a subscriber by mail. */
  | { kind: "mail"; to: string; subject?: string | undefined; file: string }
  | { kind: "execution started"; stateMachineArn: string; name: string }
  | {
      kind: "execution ended";
      stateMachineArn: string;
      name: string;
      status: string;
      milliseconds: number;
      /** JSON text; present if the execution succeeded. */
      output?: string | undefined;
      error?: string | undefined;
      cause?: string | undefined;
    };
