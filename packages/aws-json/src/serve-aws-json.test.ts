import { connect } from "node:net";
import { afterEach, expect, it } from "vitest";
import { serveAwsJson, type AwsJsonServer } from "./serve-aws-json.ts";
import { ServiceError } from "./service-error.ts";

let server: AwsJsonServer | undefined;
const faults: unknown[] = [];

afterEach(async () => {
  await server?.close();
  faults.length = 0;
});

async function call(
  target: string,
  body: string,
): Promise<{ status: number; answer: unknown; type: string | null }> {
  server = await serveAwsJson({
    services: [
      {
        targetPrefix: "Greeter",
        jsonVersion: "1.1",
        actions: {
          Greet: async (input) => ({ heard: input, at: new Date(1500), nothing: undefined }),
          Refuse: async () => {
            throw new ServiceError("NoSuchPerson", "No person has that name.", { members: { person: "x" } });
          },
          Break: async () => {
            throw new Error("broken");
          },
        },
      },
    ],
    onFault: (fault) => faults.push(fault),
  });
  const response = await fetch(server.url, { method: "POST", headers: { "x-amz-target": target }, body });
  return {
    status: response.status,
    answer: await response.json(),
    type: response.headers.get("content-type"),
  };
}

it("answers an action with its output, timestamps as epoch seconds, absent members left out", async () => {
  expect(await call("Greeter.Greet", '{"name":"A"}')).toEqual({
    status: 200,
    answer: { heard: { name: "A" }, at: 1.5 },
    type: "application/x-amz-json-1.1",
  });
});

it("answers a service error under its name with its members", async () => {
  expect(await call("Greeter.Refuse", "{}")).toMatchObject({
    status: 400,
    answer: { __type: "NoSuchPerson", message: "No person has that name.", person: "x" },
  });
});

it("names an operation that it does not have", async () => {
  expect(await call("Greeter.Wave", "{}")).toMatchObject({
    status: 400,
    answer: { __type: "UnknownOperationException", message: expect.stringContaining("Greeter.Wave") },
  });
});

it.each([
  "Greeter.constructor",
  "Greeter.toString",
  "Greeter.__proto__",
  "Greeter.Greet.Greet",
  "constructor.Greet",
  "Greeter",
  "",
])("does not take a member of every object for an operation: %s", async (target) => {
  expect(await call(target, "{}")).toMatchObject({
    status: 400,
    answer: { __type: "UnknownOperationException" },
  });
});

it("answers members named like those of every object", async () => {
  expect(await call("Greeter.Greet", '{"__proto__":{"a":1},"constructor":2}')).toMatchObject({
    status: 200,
    answer: { heard: JSON.parse('{"__proto__":{"a":1},"constructor":2}') },
  });
});

it("refuses a body that is not JSON", async () => {
  expect(await call("Greeter.Greet", "{")).toMatchObject({
    status: 400,
    answer: { __type: "SerializationException" },
  });
});

it("refuses a body that is nested too deep to be read", async () => {
  const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
  expect(await call("Greeter.Greet", deep)).toMatchObject({
    status: 400,
    answer: { __type: "SerializationException" },
  });
});

it("reports a fault and answers InternalFailure", async () => {
  expect(await call("Greeter.Break", "{}")).toMatchObject({
    status: 500,
    answer: { __type: "InternalFailure" },
  });
  expect(faults).toEqual([new Error("broken")]);
});

it("takes a client that goes away within its body for no fault", async () => {
  const begun = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  server = await serveAwsJson({
    services: [],
    authenticate: async (request) => {
      request.socket.once("close", closed.resolve);
      begun.resolve();
      return async () => undefined;
    },
    onFault: (fault) => faults.push(fault),
  });
  const client = connect(Number(new URL(server.url).port), "127.0.0.1");
  client.write("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nhalf");
  await begun.promise;
  client.destroy();
  await closed.promise;
  await server.close();
  server = undefined;
  expect(faults).toEqual([]);
});
