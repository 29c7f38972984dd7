import { z } from "zod";
import { validationError } from "./errors.ts";

/** https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_DescribeStatement.html (Id) */
export const statementId = z
  .string()
  .regex(
    /^[a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}(:\d+)?$/u,
    "must be a UUID, of a batch's statement with :<number>",
  );

export const waitTimeSeconds = z.int().min(1).max(30).optional();

const name = z.string().min(1).optional();

/** What ExecuteStatement and BatchExecuteStatement have in common. */
export const submission = {
  WorkgroupName: name,
  ClusterIdentifier: name,
  Database: name,
  SecretArn: name,
  DbUser: name,
  Parameters: z
    .array(z.object({ name: z.string().min(1), value: z.string() }))
    .min(1)
    .optional(),
  ClientToken: z.string().min(1).max(64).optional(),
  WithEvent: z.boolean().optional(),
  StatementName: z.string().max(2048).optional(),
  ResultFormat: z.enum(["JSON", "CSV"]).optional(),
  SessionId: name,
  SessionKeepAliveSeconds: z.int().min(0).max(86_400).optional(),
  WaitTimeSeconds: waitTimeSeconds,
};

/** A statement's text: https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html (maximum query statement size) */
export const sqlText = z
  .string()
  .min(1)
  .refine((text) => Buffer.byteLength(text) <= 100 * 1024, "must be at most 100 KB");

/** Reads a request's members. Throws ValidationException naming the first member that does not hold. */
export function readRequest<Schema extends z.ZodObject>(schema: Schema, input: unknown): z.infer<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const member = issue?.path.join(".") ?? "";
  throw validationError(
    `Validation error detected: ${member === "" ? "the request" : member}: ${issue?.message}`,
    result.error,
  );
}
