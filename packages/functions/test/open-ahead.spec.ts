import { subscribe } from "node:diagnostics_channel";
import type { ClientRequest, IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { startStage } from "./stage.ts";

const stage = await startStage();
const { openAhead } = await import("../src/distribute/open-ahead.ts");

const asked: string[] = [];
const answers: IncomingMessage[] = [];
const port = Number(new URL(process.env["AWS_ENDPOINT_URL_S3"] ?? "").port);
subscribe("http.client.response.finish", (event) => {
  const { request, response } = event as { request: ClientRequest; response: IncomingMessage };
  // The stage passes requests on to S3 from the same process.
  if (request.path.includes("x-id=GetObject") && response.socket.remotePort === port) {
    answers.push(response);
  }
});

beforeEach(() => {
  stage.reset();
  asked.length = 0;
  answers.length = 0;
  stage.intercept(async ({ method, path }) => {
    if (method === "GET") {
      asked.push(new URL(path, "http://s3").pathname);
    }
    return "pass";
  });
});
afterAll(() => stage.stop());

async function put(Key: string, body: string) {
  await stage.write("lake", Key, body);
  const { ETag: Etag = "" } = await stage.s3.send(new HeadObjectCommand({ Bucket: "lake", Key }));
  return { Key, Etag, Size: body.length };
}

test("asks for an object while the one before it is read, and for no more", async () => {
  const objects = [await put("a", "first"), await put("b", "second"), await put("c", "third")];
  const read: string[] = [];
  for await (const { object, opened } of openAhead("lake", objects)) {
    const ahead = objects.slice(0, read.length + 2).map(({ Key }) => `/lake/${Key}`);
    // Which of the first two arrives first is not known.
    await vi.waitFor(() => expect(asked.toSorted()).toEqual(ahead));
    read.push(`${object.Key}: ${await text((await opened).body)}`);
  }
  expect(read).toEqual(["a: first", "b: second", "c: third"]);
});

test("fails for an object that cannot be opened in its turn, and opens the next", async () => {
  const objects = [await put("a", "first"), { Key: "gone", Etag: '"0"', Size: 1 }, await put("c", "third")];
  const read: string[] = [];
  for await (const { opened } of openAhead("lake", objects)) {
    read.push(
      await opened.then(
        ({ body }) => text(body),
        ({ name }: Error) => name,
      ),
    );
  }
  expect(read).toEqual(["first", "NoSuchKey", "third"]);
});

test("leaves no object open that was asked for in vain", async () => {
  const objects = [await put("a", "first"), await put("b", "second")];
  for await (const { opened } of openAhead("lake", objects)) {
    await text((await opened).body);
    break;
  }
  expect(answers.map(({ destroyed }) => destroyed)).toEqual([true, true]);
});
