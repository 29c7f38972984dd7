import * as z from "zod";

const raisedSchema = z.object({ errorMessage: z.string() });

/**
 * Returns the cause of a failed run: only the message, without the stack trace, if a function raised it; any
 * other text unchanged.
 */
export function causeText(cause: string): string {
  try {
    return raisedSchema.parse(JSON.parse(cause)).errorMessage;
  } catch {
    return cause;
  }
}
