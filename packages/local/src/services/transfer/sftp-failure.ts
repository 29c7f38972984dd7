import { S3ServiceException } from "@aws-sdk/client-s3";

/** The status codes of version 3 of SFTP: https://datatracker.ietf.org/doc/html/draft-ietf-secsh-filexfer-02#section-7 */
export type SftpStatus =
  | "NO_SUCH_FILE"
  /** The user's role does not allow it. */
  | "PERMISSION_DENIED"
  | "FAILURE"
  /** Transfer Family does not do it on S3. */
  | "OP_UNSUPPORTED";

/** A request that is answered with a status, for the user who made it. */
export class SftpFailure extends Error {
  override readonly name = "SftpFailure";
  readonly status: SftpStatus;

  constructor(status: SftpStatus, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.status = status;
  }
}

/** What a user is told of what S3 refused, by the status of its answer. */
const refusals: ReadonlyMap<number, readonly [SftpStatus, string]> = new Map([
  [403, ["PERMISSION_DENIED", "Access denied"]],
  [404, ["NO_SUCH_FILE", "No such file"]],
  [412, ["FAILURE", "The file was replaced while it was read"]],
]);

/** Returns the failure that answers what S3 refused. Returns undefined for any other error. */
export function failureOf(error: unknown): SftpFailure | undefined {
  if (error instanceof SftpFailure) {
    return error;
  }
  if (!(error instanceof S3ServiceException)) {
    return undefined;
  }
  const [status, message] = refusals.get(error.$metadata.httpStatusCode ?? 0) ?? [];
  return status && new SftpFailure(status, message ?? status, { cause: error });
}
