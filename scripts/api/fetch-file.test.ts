import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Begun, type ExportFile, fetchFile } from "./fetch-file.ts";

const content = "header\n0123456789\n";
let server: Server;
let url = "";
/** The first byte that each request asked for. */
let asked: number[] = [];
let answer: (response: ServerResponse, from: number) => void;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    asked.push(from);
    answer(response, from);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function serve(response: ServerResponse, from: number): void {
  response.writeHead(from > 0 ? 206 : 200).end(content.slice(from));
}

/** Announces the rest of the content, and ends the connection after so many bytes of it. */
function breakAfter(response: ServerResponse, from: number, bytes: number): void {
  response.writeHead(from > 0 ? 206 : 200, { "content-length": content.length - from });
  response.write(content.slice(from, from + bytes), () => response.destroy());
}

function receive(begun?: Begun): Promise<string> {
  const file: ExportFile = {
    name: "day.csv",
    url,
    bytes: content.length,
    sha256: createHash("sha256").update(content).digest("hex"),
  };
  return text(fetchFile(file, new AbortController().signal, begun));
}

test("resumes where the connection was lost", async () => {
  answer = (response, from) => (asked.length < 3 ? breakAfter(response, from, 5) : serve(response, from));
  expect(await receive()).toBe(content);
  expect(asked).toEqual([0, 5, 10]);
});

test("continues after an answer of 503", async () => {
  answer = (response, from) =>
    asked.length === 1 ? response.writeHead(503).end("SlowDown") : serve(response, from);
  expect(await receive()).toBe(content);
});

test("asks only for what is not here, and checks all of it", async () => {
  answer = serve;
  const begun = (bytes: string): Begun => ({ bytes: bytes.length, hash: createHash("sha256").update(bytes) });
  expect(await receive(begun("header\n0"))).toBe("123456789\n");
  expect(asked).toEqual([8]);
  await expect(receive(begun("HEADER\n0"))).rejects.toThrow("but was published with");
});

test("does not ask again for a file that is all here", async () => {
  answer = serve;
  const hash = createHash("sha256").update(content);
  expect(await receive({ bytes: content.length, hash })).toBe("");
  expect(asked).toEqual([]);
});

test("a link that ignores the range is refused", async () => {
  answer = (response) => serve(response, 0);
  await expect(receive({ bytes: 3, hash: createHash("sha256").update("hea") })).rejects.toThrow(
    "The link to day.csv answered 200",
  );
});
