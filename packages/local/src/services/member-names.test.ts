import { expect, it } from "vitest";
import { toCamelCase, toPascalCase } from "./member-names.ts";

it("returns answers in PascalCase with timestamps as text", () => {
  expect(toPascalCase({ executions: [{ startDate: new Date(0), name: "a", stopDate: undefined }] })).toEqual({
    Executions: [{ StartDate: "1970-01-01T00:00:00.000Z", Name: "a" }],
  });
});

it("gives parameters in camelCase", () => {
  expect(toCamelCase({ StateMachineArn: "arn", StatusFilter: "RUNNING" })).toEqual({
    stateMachineArn: "arn",
    statusFilter: "RUNNING",
  });
});
