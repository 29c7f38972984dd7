import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { z } from "zod";
import { failureText, ScriptError } from "./script-error.ts";
import { S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { parseWords, UsageError } from "./terminal/arguments.ts";

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

test.skipIf(!existsSync("/dev/full"))("a full disk is named, with what to do", async () => {
  expect(failureText(await raisedBy(() => writeFile("/dev/full", "x")))).toBe(
    "The disk is full: make room and run the command again",
  );
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

test("a cause that the message holds already is not repeated", () => {
  const cause = new Error("The file has no column for latitude");
  expect(failureText(new ScriptError("BadInput", `a.csv: ${cause.message}`, { cause }))).toBe(
    "a.csv: The file has no column for latitude",
  );
});

test("a wrong command line is not followed by the words of what refused it", () => {
  const cause = new RangeError("Invalid time zone specified: Mars");
  expect(failureText(new UsageError('--zone takes an IANA name, got "Mars"', { cause }))).toBe(
    '--zone takes an IANA name, got "Mars"',
  );
});

test("a folder that a file of its name bars is called so", async () => {
  const file = import.meta.filename;
  expect(failureText(await raisedBy(() => mkdir(file, { recursive: true })))).toBe(
    `${file} is a file, so no folder of that name can be made: name another place`,
  );
});

test("a message is followed by that of its cause", () => {
  const error = new Error("The queue was not drained", { cause: new Error("S3 is full") });
  expect(failureText(error)).toBe("The queue was not drained: S3 is full");
});

test("a failed validation shows its first issue", async () => {
  const error = await raisedBy(async () => z.object({ runs: z.array(z.string()) }).parse({ runs: [1] }));
  expect(failureText(error)).toBe(
    "What was received has an unexpected form at runs.0: it probably comes from another version of the app than this command",
  );
});

test("a connection that is cut off amid an answer is said so", async () => {
  const server = createServer((socket) => {
    socket.once("data", () => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf");
      setImmediate(() => socket.destroy());
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const error = await raisedBy(async () => (await fetch(`http://127.0.0.1:${port}/`)).text());
  expect(failureText(error)).toBe(
    "The connection to the stage was cut off: if it was stopped, start it again by npm start",
  );
  server.close();
});

test("an AWS client without credentials or a region says what to set", async () => {
  const credentials = async () => {
    throw Object.assign(new Error("Could not load credentials from any providers"), {
      name: "CredentialsProviderError",
    });
  };
  const s3 = new S3Client({ region: "ap-northeast-1", credentials });
  expect(failureText(await raisedBy(() => s3.config.credentials()))).toMatch(
    /^No AWS credentials were found: /,
  );
  const error = await raisedBy(async () => {
    throw new Error("Region is missing");
  });
  expect(failureText(error)).toMatch(/^No AWS region is set: /);
});

test.each([
  ["ExpiredToken", "sign in to AWS again"],
  ["AccessDenied", "these AWS credentials may not do this"],
  ["NoSuchBucket", "the stage was probably removed"],
  ["SlowDown", "try again in a minute"],
])("what AWS refuses as %s is followed by what to do", (name, advice) => {
  const error = new S3ServiceException({ name, message: "No", $fault: "client", $metadata: {} });
  expect(failureText(error)).toMatch(
    new RegExp(`^AWS refused the request: ${name}: No\\. What to do: ${advice}`),
  );
});

test("an answer without a body is said by its status", () => {
  const $metadata = { httpStatusCode: 403 };
  const error = new S3ServiceException({
    name: "Unknown",
    message: "UnknownError",
    $fault: "client",
    $metadata,
  });
  expect(failureText(error)).toBe("AWS refused the request: Unknown (HTTP 403, without a reason)");
});

test("a fault of the command itself is called one", async () => {
  const error = await raisedBy(async () => new URL("no URL"));
  expect(failureText(error)).toMatch(/^This is a fault of the command itself, not of how it was called: /);
});
