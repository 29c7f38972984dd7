/** Something that happened on a running stage and that a person who watches it wants to see. */
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
  | {
      kind: "invocation";
      functionName: string;
      /** JSON text: what the handler returned, or the error. */
      payload: string;
      failed: boolean;
      milliseconds: number;
    }
  /** An invocation for which the function had no room. */
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
      /** JSON text, of an execution that succeeded. */
      output?: string | undefined;
      error?: string | undefined;
      cause?: string | undefined;
    };
