import { expect, test } from "vitest";
import { Progress } from "./progress.ts";

function recorder(terminal: { isTTY?: boolean; columns?: number }) {
  const written: string[] = [];
  return { written, output: { ...terminal, write: (text: string) => written.push(text) > 0 } };
}

test("a terminal has one line that is rewritten and makes way for lines that stay", () => {
  const { written, output } = recorder({ isTTY: true, columns: 10 });
  const progress = new Progress(output, () => 0);
  progress.update("sent 100 of 200");
  progress.update("sent 200");
  progress.say("Sent");
  expect(written.join("")).toBe("sent 100 \r\u001B[2Ksent 200\r\u001B[2KSent\n");
});

test("a terminal that does not know its width is taken for one of eighty columns", () => {
  const { written, output } = recorder({ isTTY: true, columns: 0 });
  new Progress(output, () => 0).update("x".repeat(100));
  expect(written).toEqual(["x".repeat(79)]);
});

test("a file has a plain line now and then", () => {
  let now = 0;
  const { written, output } = recorder({});
  const progress = new Progress(output, () => now);
  progress.update("first");
  now = 9_999;
  progress.update("too soon");
  now = 10_000;
  progress.update("second");
  progress.say("done");
  progress.update("too soon again");
  expect(written).toEqual(["first\n", "second\n", "done\n"]);
});
