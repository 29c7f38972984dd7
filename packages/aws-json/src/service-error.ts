/** What the error of an AWS service carries besides its message. */
export type ServiceErrorOptions = {
  /** HTTP status of the answer; AWS JSON services answer client errors with 400. */
  statusCode?: number;
  /** Members of the error's shape besides `message`, in the API's own casing. */
  members?: Record<string, unknown>;
  cause?: unknown;
};

/**
 * An error that a caller of the service sees, under AWS's own name. The `name` is the shape name of the API
 * model (`ExecutionDoesNotExist`, `ValidationException`), and SDK clients raise their class of that name from
 * it.
 */
export class ServiceError extends Error {
  readonly statusCode: number;
  readonly members: Record<string, unknown>;

  constructor(name: string, message: string, options: ServiceErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = name;
    this.statusCode = options.statusCode ?? 400;
    this.members = options.members ?? {};
  }
}
