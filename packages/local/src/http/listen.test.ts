import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, it } from "vitest";
import { listen, type Listener } from "./listen.ts";
import { readText } from "./read-body.ts";

let listener: Listener | undefined;

afterEach(() => listener?.close());

async function serve(answer: (body: string) => string) {
  const faults: unknown[] = [];
  const read = Promise.withResolvers<void>();
  const going = Promise.withResolvers<void>();
  listener = await listen(
    async (request, response) => {
      read.resolve();
      if (request.url === "/held") {
        await new Promise((resolve) => request.socket.once("close", resolve));
      }
      try {
        response.end(answer(await readText(request)));
      } finally {
        going.resolve();
      }
    },
    { port: 0, onFault: (fault) => faults.push(fault) },
  );
  return { faults, begun: read.promise, ended: going.promise, port: Number(new URL(listener.url).port) };
}

it("reports a handler that fails, and answers 500", async () => {
  const { faults } = await serve(() => {
    throw new Error("Broken on purpose");
  });
  const response = await fetch(listener?.url ?? "");
  expect(response.status).toBe(500);
  expect(faults).toMatchObject([{ message: "Broken on purpose" }]);
});

it("takes a client that goes away within its body for no fault", async () => {
  const { faults, begun, ended, port } = await serve((body) => body);
  const client = connect(port, "127.0.0.1");
  client.write("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nhalf");
  await begun;
  client.destroy();
  await ended;
  expect(faults).toEqual([]);
});

it("takes a body that no header announces for a broken connection, and for no fault", async () => {
  const { faults, ended, port } = await serve((body) => body);
  const client = connect(port, "127.0.0.1");
  client.write('OPTIONS /held HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n{"unannounced":true}');
  await text(client);
  await ended;
  expect(faults).toEqual([]);
});
