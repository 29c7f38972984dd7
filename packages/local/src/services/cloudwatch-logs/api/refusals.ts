import { ServiceError } from "@ashiato/aws-json/service-error";
import type { z } from "zod";

export function invalidParameter(message: string): ServiceError {
  return new ServiceError("InvalidParameterException", message);
}

export function notFound(what: "log group" | "log stream"): ServiceError {
  return new ServiceError("ResourceNotFoundException", `The specified ${what} does not exist.`);
}

/**
 * Returns the input as the schema reads it. Throws ServiceError InvalidParameterException naming the member.
 */
export function readInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw invalidParameter(faults.join("; "));
  }
  return parsed.data;
}
