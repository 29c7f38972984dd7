import { expect, it } from "vitest";
import { comparablePolicy } from "./comparable-policy.ts";

const read = { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: ["arn:a", "arn:b"] };

it("treats a list of one element like the element, and accepts lists and members in any order", () => {
  const policy = { Version: "2012-10-17", Statement: [read, { Action: "sqs:SendMessage", Effect: "Deny" }] };
  const same = {
    Statement: [
      { Effect: "Deny", Action: ["sqs:SendMessage"] },
      { ...read, Action: read.Action.toReversed() },
    ],
    Version: "2012-10-17",
  };
  expect(comparablePolicy(same)).toEqual(comparablePolicy(policy));
});

it.each([
  ["an action less", { ...read, Action: ["s3:GetObject"] }],
  ["another resource", { ...read, Resource: ["arn:a", "arn:*"] }],
  ["another effect", { ...read, Effect: "Deny" }],
  ["a condition", { ...read, Condition: { StringEquals: { "s3:prefix": "a" } } }],
])("tells %s", (_, changed) => {
  expect(comparablePolicy({ Statement: [changed] })).not.toEqual(comparablePolicy({ Statement: [read] }));
});

it("keeps an empty list apart from an absent one", () => {
  expect(comparablePolicy({ Statement: [] })).toEqual({ Statement: [] });
});
