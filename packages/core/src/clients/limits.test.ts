import { expect, test } from "vitest";
import { exceededLimit, limitFields, limitsSchema } from "./limits.ts";

const requests = { name: "requestsPerMinute", limit: 60, used: 59, resetSeconds: 23 } as const;
const rows = { name: "rowsPerMonth", limit: 1_000, used: 1_200, resetSeconds: 86_400 } as const;
const bytes = { name: "bytesPerDay", limit: 5, used: 5, resetSeconds: 3_600 } as const;

test("of the limits that are used up, the one that takes longest to be free again is named", () => {
  expect(exceededLimit([])).toBeUndefined();
  expect(exceededLimit([requests])).toBeUndefined();
  expect(exceededLimit([requests, bytes])).toBe(bytes);
  expect(exceededLimit([bytes, rows, requests])).toBe(rows);
});

test("the fields are lists of each limit's quota and window, and of what is left until its reset", () => {
  expect(limitFields([])).toEqual({});
  expect(limitFields([requests, rows])).toEqual({
    "ratelimit-policy": '"requestsPerMinute";q=60;w=60, "rowsPerMonth";q=1000;w=2678400',
    ratelimit: '"requestsPerMinute";r=1;t=23, "rowsPerMonth";r=0;t=86400',
  });
});

test("a limit is a positive whole number of a known name", () => {
  expect(limitsSchema.safeParse({ rowsPerDay: 1 }).success).toBe(true);
  for (const wrong of [{ rowsPerDay: 0 }, { rowsPerDay: 1.5 }, { rowsPerYear: 1 }]) {
    expect(limitsSchema.safeParse(wrong).success).toBe(false);
  }
});
