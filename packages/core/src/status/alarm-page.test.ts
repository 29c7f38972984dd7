import { expect, test } from "vitest";
import { alarmPage } from "./alarm-page.ts";

test("leads to the section that the description names", () => {
  expect(alarmPage("A run did not succeed. See docs/operations.md, The batch failed.")).toEqual({
    page: "docs/operations.md#the-batch-failed",
    heading: "The batch failed",
  });
  expect(alarmPage("It failed: see the log of DeliverPushes, and docs/operations.md, Pushes.").page).toBe(
    "docs/operations.md#pushes",
  );
});

test("leads to the table of all alarms where the description names no section", () => {
  expect(alarmPage("Positions could not be refreshed: see the log of RefreshPositions.").page).toBe(
    "docs/operations.md#an-alarm",
  );
});
