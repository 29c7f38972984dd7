import { expect, it } from "vitest";
import { accessLogLine } from "./access-log.ts";

it("puts what is known of a request in the place of its variables, and a dash for the rest", () => {
  const format =
    '{"status":$context.status,"agent":"$context.identity.userAgent","error":"$context.error.message"}';
  const line = accessLogLine({ format }, { status: 202, "identity.userAgent": 'a "phone"' });
  expect(JSON.parse(line)).toEqual({ status: 202, agent: 'a "phone"', error: "-" });
});
