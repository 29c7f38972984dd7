import * as z from "zod";

const raisedSchema = z.object({ errorMessage: z.string() });

/**
 * Returns the cause of a failed run: the message alone if a function raised it, without the stack trace; any
 * other text unchanged.
 */
export function causeText(cause: string): string {
  try {
    return raisedSchema.parse(JSON.parse(cause)).errorMessage;
  } catch {
    return cause;
  }
}
