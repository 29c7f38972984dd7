import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";

/** A time of any of the three protocols, as milliseconds since 1970. */
export const instant = z
  .union([
    z.date().transform((date) => date.getTime()),
    z.number().transform((seconds) => Math.round(seconds * 1_000)),
    z.string().transform((text) => (/^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1_000 : Date.parse(text))),
  ])
  .refine((time) => Number.isFinite(time), { error: "is no time" });

/** Numbers and truth values are text in the Query protocol. */
export const number = z.coerce.number();
export const whole = z.coerce.number().int();
export const truth = z.union([z.boolean(), z.stringbool()]);

export const dimensions = z
  .array(z.object({ Name: z.string(), Value: z.string() }))
  .default([])
  .transform((list) => Object.fromEntries(list.map(({ Name, Value }) => [Name, Value])));

export const period = whole.min(60).refine((seconds) => seconds % 60 === 0, {
  error: "must be a multiple of 60",
});

/** Returns the input as the schema reads it. Throws ServiceError ValidationError naming the member. */
export function readInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new ServiceError("ValidationError", faults.join("; "));
  }
  return parsed.data;
}

/** Returns a page of a list; its token is the number of items before it. */
export function pageOf<Item>(
  items: readonly Item[],
  { max, token }: { max: number; token: string | undefined },
): { page: Item[]; NextToken: string | undefined } {
  const start = Number(token ?? 0);
  if (!Number.isSafeInteger(start) || start < 0) {
    throw new ServiceError("InvalidNextToken", `The next token ${String(token)} is invalid.`);
  }
  const end = start + max;
  return { page: items.slice(start, end), NextToken: end < items.length ? String(end) : undefined };
}
