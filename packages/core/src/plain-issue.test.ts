import { expect, test } from "vitest";
import * as z from "zod";
import { issueText, plainIssue } from "./plain-issue.ts";

const shape = z.strictObject({
  name: z.string().min(2).max(4).optional(),
  count: z.int().min(1).max(9).optional(),
  share: z.number().positive().lt(1).multipleOf(0.5).optional(),
  date: z.iso.date().optional(),
  time: z.iso.datetime().optional(),
  mail: z.email().optional(),
  id: z
    .string()
    .regex(/^[a-z]+$/)
    .optional(),
  rights: z
    .array(z.enum(["read", "write"]))
    .min(1)
    .max(2)
    .optional(),
  own: z.boolean().optional(),
  limits: z.strictObject({ perDay: z.int() }).optional(),
  kind: z.literal("box").optional(),
  said: z.string("must be said").optional(),
  until: z
    .string()
    .refine(() => false, { error: ({ input }) => `must be a time, got ${JSON.stringify(input)}` })
    .optional(),
  either: z.union([z.string(), z.number()], "must be a text or a number").optional(),
});

test.each<[unknown, string]>([
  [{ name: "a" }, 'name must have at least 2 characters, got "a"'],
  [{ name: "abcde" }, 'name must have at most 4 characters, got "abcde"'],
  [{ name: 3 }, "name must be a string, got 3"],
  [{ count: 0 }, "count must be at least 1, got 0"],
  [{ count: 10 }, "count must be at most 9, got 10"],
  [{ count: 1.5 }, "count must be a whole number, got 1.5"],
  [{ count: null }, "count must be a number, got null"],
  [{ share: 0 }, "share must be more than 0, got 0"],
  [{ share: 1 }, "share must be less than 1, got 1"],
  [{ share: 0.3 }, "share must be a multiple of 0.5, got 0.3"],
  [{ date: "2026-02-30" }, 'date must be a date yyyy-MM-dd, got "2026-02-30"'],
  [{ time: "noon" }, 'time must be an RFC 3339 time with a zone, got "noon"'],
  [{ mail: "me" }, 'mail must be a mail address, got "me"'],
  [{ id: "A1" }, 'id must match /^[a-z]+$/, got "A1"'],
  [{ rights: [] }, "rights must have at least 1 member, got []"],
  [{ rights: ["read", "write", "read"] }, 'rights must have at most 2 members, got ["read","write","read"]'],
  [{ rights: ["all"] }, 'rights.0 must be "read" or "write", got "all"'],
  [{ own: "yes" }, 'own must be true or false, got "yes"'],
  [{ limits: {} }, "limits.perDay is missing"],
  [{ limits: [] }, "limits must be an object, got []"],
  [{ limits: { perDay: 1, perWeek: 2 } }, 'limits has no member "perWeek"'],
  [{ colour: "red" }, 'it has no member "colour"'],
  [{ kind: "circle" }, 'kind must be "box", got "circle"'],
  [{ said: 1 }, "said must be said, got 1"],
  [{ either: true }, "either must be a text or a number, got true"],
  [{ until: "noon" }, 'until must be a time, got "noon"'],
  ["text", 'it must be an object, got "text"'],
  [undefined, "it is missing"],
])("%j: %s", (input, expected) => {
  const { error } = shape.safeParse(input, { error: plainIssue });
  expect(error && issueText(error, input)).toBe(expected);
});
