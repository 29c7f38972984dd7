import { expect, test } from "vitest";
import { failedChildrenText } from "./failed-children.ts";

const raised = {
  ExecutionArn: "arn:child-a",
  Status: "FAILED",
  Error: "ObjectUnreadable",
  Cause: JSON.stringify({ errorMessage: "s3://lake/work/b.csv.gz: not a complete gzip file", trace: ["…"] }),
  Input: JSON.stringify({ Items: [{ Key: "work/a.csv.gz" }, { Key: "work/b.csv.gz" }] }),
};

test("a failed child is listed with its error's own words, its objects and its name", () => {
  expect(failedChildrenText([raised])).toBe(
    "ObjectUnreadable: s3://lake/work/b.csv.gz: not a complete gzip file (work/a.csv.gz and 1 more, arn:child-a)",
  );
});

test("a cause that is cut off or not a function's is quoted unchanged; without a cause the status is named", () => {
  const Input = JSON.stringify({ Items: [{ Key: "work/a.csv.gz" }] });
  expect(failedChildrenText([{ Error: "Sandbox.Timedout", Cause: "RequestId: 1 timed out", Input }])).toBe(
    "Sandbox.Timedout: RequestId: 1 timed out (work/a.csv.gz)",
  );
  expect(failedChildrenText([{ ...raised, Cause: '{"errorMess', Input: "" }])).toBe(
    'ObjectUnreadable: {"errorMess (arn:child-a)',
  );
  expect(failedChildrenText([{ Status: "TIMED_OUT", ExecutionArn: "arn:child-a", Input }])).toBe(
    "TIMED_OUT (work/a.csv.gz, arn:child-a)",
  );
});

test("of many failed children, the first are listed, with their number", () => {
  const text = failedChildrenText(Array.from({ length: 300 }, () => raised));
  expect(text).toMatch(/; and 295 more$/);
  expect(text.match(/ObjectUnreadable/g)).toHaveLength(5);
  const wordy = { ...raised, Cause: "x".repeat(32_768) };
  expect(failedChildrenText(Array.from({ length: 300 }, () => wordy)).length).toBeLessThan(6_000);
});
