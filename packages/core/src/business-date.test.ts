import * as fc from "fast-check";
import { expect, test } from "vitest";
import { businessDate, startOfBusinessDate, yesterday } from "./business-date.ts";

function dateOf(text: string, timeZone: string): string {
  return businessDate(Date.parse(text), timeZone);
}

test("the business date turns at midnight of the zone", () => {
  expect(dateOf("2026-11-20T14:59:59.999Z", "Asia/Tokyo")).toBe("2026-11-20");
  expect(dateOf("2026-11-20T15:00:00.000Z", "Asia/Tokyo")).toBe("2026-11-21");
  expect(dateOf("2026-11-21T07:59:59.999Z", "America/Los_Angeles")).toBe("2026-11-20");
});

test("summer time moves midnight", () => {
  expect(dateOf("2026-07-01T06:59:59Z", "America/Los_Angeles")).toBe("2026-06-30");
  expect(dateOf("2026-07-01T07:00:00Z", "America/Los_Angeles")).toBe("2026-07-01");
});

test("a zone that leaves out midnight, or a whole day, has its dates right", () => {
  // Beirut went from 23:59:59 straight to 01:00 on 2022-03-27.
  expect(dateOf("2022-03-26T21:59:59Z", "Asia/Beirut")).toBe("2022-03-26");
  expect(dateOf("2022-03-26T22:00:00Z", "Asia/Beirut")).toBe("2022-03-27");
  // Samoa crossed the date line: 2011-12-30 never was.
  expect(dateOf("2011-12-30T09:59:59Z", "Pacific/Apia")).toBe("2011-12-29");
  expect(dateOf("2011-12-30T10:00:00Z", "Pacific/Apia")).toBe("2011-12-31");
});

test("a zone that goes back over midnight at one minute past has its dates right", () => {
  // St. John's turned its clocks back at 00:01 until 2011.
  expect(dateOf("2010-11-07T02:30:30Z", "America/St_Johns")).toBe("2010-11-07");
  expect(dateOf("2010-11-07T02:31:30Z", "America/St_Johns")).toBe("2010-11-06");
});

test("remembered dates are those that Intl gives", () => {
  const zones = fc.constantFrom("Asia/Tokyo", "Asia/Kathmandu", "America/St_Johns", "Africa/Cairo", "UTC");
  const instants = fc.array(fc.integer({ min: Date.parse("2007-01-01"), max: Date.parse("2027-01-01") }), {
    maxLength: 50,
  });
  fc.assert(
    fc.property(zones, instants, (timeZone, times) => {
      const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
      for (const time of times) {
        expect(businessDate(time, timeZone)).toBe(format.format(time));
      }
    }),
  );
});

test("yesterday is the date before, over month and year ends", () => {
  expect(yesterday(Date.parse("2026-12-31T15:15:00Z"), "Asia/Tokyo")).toBe("2026-12-31");
  expect(yesterday(Date.parse("2026-12-31T14:59:00Z"), "Asia/Tokyo")).toBe("2026-12-30");
  expect(yesterday(Date.parse("2024-03-01T12:00:00Z"), "UTC")).toBe("2024-02-29");
});

test("a name that is not a time zone is an error that names it", () => {
  expect(() => businessDate(0, "Asia/Tokio")).toThrow("Asia/Tokio");
});

test("a date begins at its midnight, or where the clocks jump over it", () => {
  const startOf = (text: string, timeZone: string) =>
    new Date(startOfBusinessDate(Date.parse(text), timeZone)).toISOString();
  expect(startOf("2026-11-21T03:04:05Z", "Asia/Tokyo")).toBe("2026-11-20T15:00:00.000Z");
  expect(startOf("2026-11-20T15:00:00Z", "Asia/Tokyo")).toBe("2026-11-20T15:00:00.000Z");
  expect(startOf("2026-03-29T12:00:00Z", "Asia/Beirut")).toBe("2026-03-28T22:00:00.000Z");
});
