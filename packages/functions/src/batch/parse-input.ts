import * as z from "zod";
import { FunctionError } from "../errors.ts";

/**
 * Returns the input of a state, checked against its schema. Throws InvalidInput with the path of each invalid
 * value.
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    throw new FunctionError("InvalidInput", z.prettifyError(parsed.error), { cause: parsed.error });
  }
  return parsed.data;
}
