import { issueText, plainIssue } from "@ashiato/core/plain-issue";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type * as z from "zod";
import { RequestError } from "../errors.ts";
import { parseJson, readBody } from "./read-body.ts";

/**
 * Reads a JSON body by its schema. Throws RequestError InvalidBody that names the first member which does not
 * fit and its value, and as `readBody` does.
 */
export async function readRequest<Schema extends z.ZodType>(
  event: APIGatewayProxyEventV2,
  schema: Schema,
): Promise<z.output<Schema>> {
  const body = parseJson(await readBody(event));
  const parsed = schema.safeParse(body, { error: plainIssue });
  if (!parsed.success) {
    throw new RequestError("InvalidBody", `The body is not valid: ${issueText(parsed.error, body)}`);
  }
  return parsed.data;
}

/** Reads a JSON body as `readRequest` does; no body is an object without members. */
export async function readOptionalRequest<Schema extends z.ZodType>(
  event: APIGatewayProxyEventV2,
  schema: Schema,
): Promise<z.output<Schema>> {
  const isEmpty = event.body === undefined || event.body === "";
  return isEmpty ? schema.parse({}) : readRequest(event, schema);
}
