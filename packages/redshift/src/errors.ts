import { z } from "zod";

/** Why a statement failed, in the words of PostgreSQL's condition names, which Redshift shares. */
export type SqlErrorCode =
  /** The text is not a statement of the grammar. */
  | "syntax_error"
  /** Redshift has it, this warehouse does not; or Redshift itself refuses it. The message says which. */
  | "feature_not_supported"
  /** A schema, table, view, partition or column that does not exist. */
  | "undefined_object"
  /** A schema, table, view or partition that exists already. */
  | "duplicate_object"
  /** A concurrent statement changed the rows that this one was to change. */
  | "serialization_failure"
  /** A statement that cannot run inside a transaction. */
  | "active_sql_transaction"
  /** A role that the stage does not declare, or a place that the statement may not touch. */
  | "insufficient_privilege"
  /** A value that does not fit, or an option out of its range. */
  | "invalid_value"
  /** S3 does not hold what the statement needs, or holds what it must not overwrite. */
  | "storage_error"
  /** A result over the limits of the Data API. */
  | "result_too_large"
  /** The query itself failed while it ran. */
  | "query_failed";

/** A failure of a SQL statement: its message is the `Error` of DescribeStatement. */
export class SqlError extends Error {
  override readonly name = "SqlError";
  readonly code: SqlErrorCode;

  constructor(code: SqlErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(`ERROR: ${message}`, options);
    this.code = code;
  }
}

/** Returns the error that names what Redshift has and this warehouse does not. */
export function notSupported(what: string): SqlError {
  return new SqlError("feature_not_supported", `${what} is not supported by this warehouse`);
}

export function unknownFunction(name: string): SqlError {
  return new SqlError(
    "undefined_object",
    `function ${name}() does not exist or is not supported by this warehouse`,
  );
}

/** PostgreSQL's wording; the position counts from 1. */
export function syntaxError(near: string, start: number): SqlError {
  return new SqlError("syntax_error", `syntax error at or near "${near}"\n  Position: ${start + 1}`);
}

export function syntaxErrorAtEnd(): SqlError {
  return new SqlError("syntax_error", "syntax error at end of input");
}

/** An error of S3's, as AWS's SDK throws it. */
const refusal = z.object({
  name: z.string(),
  message: z.string(),
  $metadata: z.object({ httpStatusCode: z.number() }),
});

/**
 * Returns S3's refusal as the failure of a statement, in Redshift's form: `S3ServiceException:message,Status
 * 404,Error NoSuchBucket`; any other error unchanged.
 * https://docs.aws.amazon.com/redshift/latest/dg/s3serviceexception-error.html
 */
export function asStorageError(error: unknown, prefix = ""): unknown {
  const { data } = refusal.safeParse(error);
  if (!data) {
    return error;
  }
  const { name, message, $metadata } = data;
  return new SqlError(
    "storage_error",
    `${prefix}S3ServiceException:${message},Status ${$metadata.httpStatusCode},Error ${name}`,
    { cause: error },
  );
}
