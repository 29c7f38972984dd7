import * as z from "zod";
import type { Measure } from "./usage.ts";

/** What is limited, beside what is counted by day: requests are counted by the minute alone. */
export type LimitedMeasure = Measure | "requests";

type Window = "minute" | "day" | "month";

/** Every limit of use: what it limits, and for how long. */
export const limits = {
  requestsPerMinute: { measure: "requests", window: "minute" },
  reportsPerMinute: { measure: "reports", window: "minute" },
  reportsPerDay: { measure: "reports", window: "day" },
  uploadsPerDay: { measure: "uploads", window: "day" },
  rowsPerDay: { measure: "rows", window: "day" },
  rowsPerMonth: { measure: "rows", window: "month" },
  bytesPerDay: { measure: "bytes", window: "day" },
  bytesPerMonth: { measure: "bytes", window: "month" },
} as const satisfies Record<string, { measure: LimitedMeasure; window: Window }>;

export type LimitName = keyof typeof limits;

export const limitNames = z.enum(Object.keys(limits) as [LimitName, ...LimitName[]]).options;

const limit = z.int().positive().max(1_000_000_000_000);

/** The limits of a client; what has none is not limited. */
export const limitsSchema = z
  .strictObject({
    requestsPerMinute: limit.optional().describe("Requests in a minute"),
    reportsPerMinute: limit.optional().describe("Reports accepted in a minute"),
    reportsPerDay: limit.optional().describe("Reports stored on a business date"),
    uploadsPerDay: limit.optional().describe("Files announced on a business date"),
    rowsPerDay: limit.optional().describe("Rows of the files that are downloaded on a business date"),
    rowsPerMonth: limit.optional().describe("Rows of the files that are downloaded in a calendar month"),
    bytesPerDay: limit.optional().describe("Bytes of the files that are downloaded on a business date"),
    bytesPerMonth: limit.optional().describe("Bytes of the files that are downloaded in a calendar month"),
  } satisfies Record<LimitName, z.ZodType>)
  .meta({ id: "Limits", description: "Limits of use; what is absent is not limited" });

export type Limits = z.infer<typeof limitsSchema>;

/** How much of a limit is used. */
export type LimitUse = {
  name: LimitName;
  limit: number;
  used: number;
  /** Whole seconds until the limit is free again, at least 1. */
  resetSeconds: number;
};

/** Returns the used-up limit that takes longest to be free again; undefined if there is room in all. */
export function exceededLimit(uses: readonly LimitUse[]): LimitUse | undefined {
  return uses
    .filter(({ limit, used }) => used >= limit)
    .toSorted((a, b) => b.resetSeconds - a.resetSeconds)[0];
}

const windowSeconds: Record<Window, number> = { minute: 60, day: 86_400, month: 2_678_400 };

/**
 * Returns the fields by which an answer tells its sender of limits, as structured fields:
 * https://www.ietf.org/archive/id/draft-ietf-httpapi-ratelimit-headers-10.html
 */
export function limitFields(uses: readonly LimitUse[]): Record<string, string> {
  if (uses.length === 0) {
    return {};
  }
  const policies = uses.map(({ name, limit }) => {
    return `"${name}";q=${limit};w=${windowSeconds[limits[name].window]}`;
  });
  const left = uses.map(
    ({ name, limit, used, resetSeconds }) => `"${name}";r=${Math.max(0, limit - used)};t=${resetSeconds}`,
  );
  return { "ratelimit-policy": policies.join(", "), ratelimit: left.join(", ") };
}
