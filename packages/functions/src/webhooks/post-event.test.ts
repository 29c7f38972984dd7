import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Posting, postEvent } from "./post-event.ts";

const received: string[] = [];
const server = createServer((request, answer) => {
  received.push(request.url ?? "");
  answer.writeHead(200).end("x".repeat(request.url === "/long" ? 1_000_000 : 600));
});
let port: number;

beforeAll(async () => {
  server.listen(0, "localhost");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
});

beforeEach(() => {
  received.length = 0;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

function posting(host: string, path: string, allowedNetworks: string[] = []): Posting {
  return {
    url: `http://${host}:${port}${path}`,
    id: "evt_1",
    body: "{}",
    secrets: ["whsec_AAAA"],
    reach: { allowedNetworks },
    timeoutMilliseconds: 5_000,
  };
}

test("a name is refused by what it resolves to when a connection is made, before one is", async () => {
  expect(await postEvent(posting("localhost", "/name"))).toMatchObject({
    error: expect.stringMatching(
      /^localhost: (?:127\.0\.0\.1|::1) is not an address of the internet \(loopback\)$/,
    ),
  });
  expect(received).toEqual([]);
});

test.each(["127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"])(
  "the address %s is refused in any form, though nothing is resolved",
  async (host) => {
    const outcome = await postEvent(posting(host, "/address"));
    expect(outcome.error).toContain("is not an address of the internet (loopback)");
    expect(received).toEqual([]);
  },
);

test("networks that are allowed are reached by name, and only the beginning of an answer is read", async () => {
  const allowed = ["127.0.0.0/8", "::1/128"];
  expect(await postEvent(posting("localhost", "/short", allowed))).toMatchObject({
    statusCode: 200,
    answer: "x".repeat(500),
  });
  expect(await postEvent(posting("localhost", "/long", allowed))).toMatchObject({
    statusCode: 200,
    answer: "x".repeat(500),
  });
  expect(received).toEqual(["/short", "/long"]);
});
