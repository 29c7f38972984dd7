import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Export } from "@ashiato/core/api/schemas";
import { downloadExport } from "./download-export.ts";

let directory: string;
let server: Server;
let url = "";
/** What the links answer, by path. */
let contents: Record<string, string> = {};

beforeEach(async () => {
  contents = {};
  directory = await mkdtemp(join(tmpdir(), "ashiato-download-"));
  server = createServer((request, response) => {
    const content = contents[request.url ?? ""];
    response
      .writeHead(content === undefined ? 403 : 200)
      .end(content ?? "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(directory, { recursive: true });
});

function download(...published: string[]): Promise<string> {
  const files = published.map((content, index): Export["files"][number] => ({
    name: `day_${index}.csv`,
    rows: 0,
    bytes: content.length,
    sha256: createHash("sha256").update(content).digest("hex"),
    url: `${url}/${index}`,
    expiresAt: "2026-11-22T01:15:00.000Z",
  }));
  const signal = new AbortController().signal;
  return downloadExport({ date: "2026-11-21", files, supplements: [] }, { directory, signal });
}

test("several files become one, with one header", async () => {
  contents = { "/0": "header\na\n", "/1": "header\nb\n" };
  const path = await download("header\na\n", "header\nb\n");
  expect(path).toBe(join(directory, "locations_2026-11-21.csv"));
  expect(await readFile(path, "utf8")).toBe("header\na\nb\n");
});

test("bytes other than those that were published are refused, with both hashes", async () => {
  contents = { "/0": "header\nA\n" };
  await expect(download("header\na\n")).rejects.toMatchObject({
    code: "BadExport",
    message: expect.stringMatching(
      /^day_0\.csv has the SHA-256 [0-9a-f]{64}, but was published with [0-9a-f]{64}$/,
    ),
  });
});

test("a link that is refused is reported with the answer", async () => {
  await expect(download("header\n")).rejects.toMatchObject({
    code: "BadExport",
    message:
      "The link to day_0.csv answered 403 (AccessDenied: Request has expired). A link is valid for 15 minutes: run the command again to get a new one",
  });
});
