/** Why a request of the console had no answer that it could use. */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure";
  /** 0 if no answer came. */
  readonly status: number;
  /** The API's own code; `Unreachable` if no answer came. */
  readonly code: string;
  readonly requestId: string | undefined;

  constructor(message: string, { status, code, requestId }: Omit<ApiFailure, keyof Error>) {
    super(message);
    this.status = status;
    this.code = code;
    this.requestId = requestId;
  }
}

/**
 * Returns what an answer that is no success says: a Problem of the API, or `{"message"}` of API Gateway.
 * @param body the answer's body, parsed
 */
export function failureOf(status: number, body: unknown): ApiFailure {
  const error = memberOf(body, "error");
  const code = memberOf(error, "code");
  const message = memberOf(error, "message") ?? memberOf(body, "message");
  const requestId = memberOf(body, "requestId");
  return new ApiFailure(typeof message === "string" ? message : `The answer was ${status}`, {
    status,
    code: typeof code === "string" ? code : `Status${status}`,
    requestId: typeof requestId === "string" ? requestId : undefined,
  });
}

/** Returns any thrown value as a failure: a request that was not answered rejects with a TypeError. */
export function asFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) {
    return error;
  }
  const message = error instanceof Error ? error.message : String(error);
  return new ApiFailure(message, { status: 0, code: "Unreachable", requestId: undefined });
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
