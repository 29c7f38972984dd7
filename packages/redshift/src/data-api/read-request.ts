import { z } from "zod";
import { validationError } from "./errors.ts";

/** https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_DescribeStatement.html (Id) */
export const statementId = z.string().regex(/^[a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}(:\d+)?$/u);

export const waitTimeSeconds = z.int().min(1).max(30).optional();

export const nextToken = z.string().min(1).max(1024).optional();

export const sessionId = z.string().regex(/^[a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}(:\d+)?$/u);

/** https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ExecuteStatement.html (StatementName) */
export const statementName = z.string().max(500).optional();

const name = z.string().min(1).optional();

/** What ExecuteStatement and BatchExecuteStatement have in common. */
export const submission = {
  WorkgroupName: name,
  ClusterIdentifier: name,
  Database: name,
  SecretArn: name,
  DbUser: name,
  Parameters: z
    .array(z.object({ name: z.string().regex(/^[0-9a-zA-Z_]+$/u), value: z.string() }))
    .min(1)
    .optional(),
  ClientToken: z.string().min(1).max(64).optional(),
  WithEvent: z.boolean().optional(),
  StatementName: statementName,
  ResultFormat: z.enum(["JSON", "CSV"]).optional(),
  SessionId: sessionId.optional(),
  SessionKeepAliveSeconds: z.int().min(0).max(86_400).optional(),
  WaitTimeSeconds: waitTimeSeconds,
};

/**
 * A statement's text: https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html (maximum query statement
 * size)
 */
export const sqlText = z
  .string()
  .min(1)
  .refine((text) => Buffer.byteLength(text) <= 100 * 1024, "be at most 100 KB");

/** Reads a request's members. Throws ValidationException naming the first member that does not hold. */
export function readRequest<Schema extends z.ZodObject>(schema: Schema, input: unknown): z.infer<Schema> {
  const result = schema.safeParse(input);
  if (result.success) {
    return result.data;
  }
  const [issue] = result.error.issues;
  const member = (issue?.path ?? []).map((part) => memberName(String(part))).join(".");
  throw validationError(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must ${issue ? constraint(issue) : "hold"}`,
    result.error,
  );
}

/** Members are named as the wire has them in AWS's messages: from a lower-case letter, lists from 1. */
function memberName(part: string): string {
  if (/^\d+$/u.test(part)) {
    return `${Number(part) + 1}.member`;
  }
  return part.charAt(0).toLowerCase() + part.slice(1);
}

/** https://smithy.io/2.0/spec/constraint-traits.html, in the words of AWS's services */
function constraint(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "too_small":
      return issue.origin === "string" || issue.origin === "array"
        ? `have length greater than or equal to ${issue.minimum}`
        : `have value greater than or equal to ${issue.minimum}`;
    case "too_big":
      return issue.origin === "string" || issue.origin === "array"
        ? `have length less than or equal to ${issue.maximum}`
        : `have value less than or equal to ${issue.maximum}`;
    case "invalid_value":
      return `satisfy enum value set: [${issue.values.map(String).join(", ")}]`;
    case "invalid_format":
      return `satisfy regular expression pattern: ${issue.pattern ?? issue.format}`;
    case "invalid_type":
      return issue.input === undefined ? "not be null" : `be of type ${issue.expected}`;
    case "custom":
      return issue.message;
    case "invalid_element":
    case "invalid_key":
    case "invalid_union":
    case "not_multiple_of":
    case "unrecognized_keys":
      return issue.message;
  }
}
