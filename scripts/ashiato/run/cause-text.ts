import { z } from "zod";

const raisedSchema = z.object({ errorMessage: z.string() });

/** What a run's cause says: of what a function raised its message, without the trace; any other text as it is. */
export function causeText(cause: string): string {
  try {
    return raisedSchema.parse(JSON.parse(cause)).errorMessage;
  } catch {
    return cause;
  }
}
