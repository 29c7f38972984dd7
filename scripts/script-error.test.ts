import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { z } from "zod";
import { failureText, ScriptError } from "./script-error.ts";
import { parseWords } from "./terminal/arguments.ts";

async function raisedBy(action: () => Promise<unknown>): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was raised");
}

test("a stage that has stopped is named, with what to do", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  server.close();
  await once(server, "close");
  const error = await raisedBy(() => fetch(`http://127.0.0.1:${port}/`));
  expect(failureText(error)).toBe(
    `Nothing answers at 127.0.0.1:${port}. If the stage was stopped, start it again by npm start`,
  );
});

test("a file that is not there, or is a folder, is named", async () => {
  expect(failureText(await raisedBy(() => readFile("/nowhere/a.csv")))).toBe(
    "There is no file /nowhere/a.csv",
  );
  expect(failureText(await raisedBy(() => readFile("/")))).toMatch("is a folder, not a file");
});

test("an option that does not exist is said once", async () => {
  const error = await raisedBy(async () => parseWords(["--sped", "1"], { speed: { type: "string" } }));
  expect(failureText(error)).toBe("There is no option --sped. Did you mean --speed?");
});

test("what says it already is not followed by Node's words for it", async () => {
  const cause = await raisedBy(() => readFile("/nowhere/a.csv"));
  const error = new ScriptError("BadInput", "a.csv does not exist", { cause });
  expect(failureText(error)).toBe("a.csv does not exist");
});

test("a message is followed by that of its cause", () => {
  const error = new Error("The queue was not drained", { cause: new Error("S3 is full") });
  expect(failureText(error)).toBe("The queue was not drained: S3 is full");
});

test("a failed validation shows its first issue", async () => {
  const error = await raisedBy(async () => z.object({ runs: z.array(z.string()) }).parse({ runs: [1] }));
  expect(failureText(error)).toMatch(/^What was received has an unexpected form: runs\.0: /);
});
