import {
  InvokeCommand,
  LambdaClient,
  ResourceNotFoundException,
  TooManyRequestsException,
} from "@aws-sdk/client-lambda";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { serveFixtures } from "./support/fixture-functions.ts";

let service: Awaited<ReturnType<typeof serveFixtures>>;
let lambda: LambdaClient;

beforeAll(async () => {
  service = await serveFixtures({
    echo: { environment: { GREETING: "hello" }, memoryMegabytes: 300, timeoutSeconds: 7 },
    raise: {},
    print: {},
    hang: { timeoutSeconds: 1, reservedConcurrency: 1 },
    exit: {},
    pid: {},
    stay: {},
    streams: {},
    mirror: {},
    helped: {},
    unloadable: { environment: { EXIT_AT_LOAD: "4" } },
    missing: {},
  });
  lambda = new LambdaClient({
    region: "eu-west-1",
    endpoint: service.url,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    maxAttempts: 1,
  });
});

afterAll(async () => {
  lambda.destroy();
  await service.close();
});

async function invoke(FunctionName: string, payload: unknown = {}) {
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }));
  return { ...answer, payload: JSON.parse(answer.Payload?.transformToString() ?? "null") as unknown };
}

it("runs a handler with its event, context and declared environment, and nothing of the stage's own", async () => {
  const answer = await invoke("echo", { a: [1, "二"] });
  expect(answer.FunctionError).toBeUndefined();
  expect(answer.payload).toMatchObject({
    event: { a: [1, "二"] },
    arn: "arn:aws:lambda:eu-west-1:000000000000:function:echo",
    memory: "300",
    region: "eu-west-1",
    greeting: "hello",
  });
  expect(answer.payload).not.toHaveProperty("secret");
  const { remaining } = answer.payload as { remaining: number };
  expect(remaining).toBeGreaterThan(0);
  expect(remaining).toBeLessThanOrEqual(7000);
});

it("takes an ARN as the function's name", async () => {
  const { payload } = await invoke("arn:aws:lambda:eu-west-1:000000000000:function:echo", 1);
  expect(payload).toMatchObject({ event: 1 });
});

it("answers what a handler throws as an unhandled function error with its type", async () => {
  const answer = await invoke("raise");
  expect(answer.StatusCode).toBe(200);
  expect(answer.FunctionError).toBe("Unhandled");
  expect(answer.payload).toMatchObject({ errorType: "TooFar", errorMessage: "out of range" });
});

it("logs each failure with its request and reason, as Lambda's own runtime does", async () => {
  service.lines.length = 0;
  await invoke("raise");
  const [time, requestId, level, what, error] = (await linesOf(1)).at(-3)?.split("\t") ?? [];
  expect(Date.parse(time ?? "")).toBeLessThanOrEqual(Date.now());
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect([level, what]).toEqual(["ERROR", "Invoke Error "]);
  expect(error).toContain('"errorMessage":"out of range"');
  await invoke("exit");
  const [problem, , report] = (await linesOf(2)).slice(-3);
  expect(problem).toMatch(
    /^RequestId: \S{36} Error: Runtime exited with error: exit status 3\nRuntime\.ExitError$/,
  );
  expect(report).toMatch(/\tStatus: error\tError Type: Runtime\.ExitError$/);
});

it("logs the lines of an invocation between its START and its END, and reports what it took", async () => {
  service.lines.length = 0;
  for (let invocation = 0; invocation < 20; invocation += 1) {
    await invoke("print", invocation);
  }
  const lines = await linesOf(20);
  expect(lines).toHaveLength(20 * 6);
  for (let invocation = 0; invocation < 20; invocation += 1) {
    const [started, ...rest] = lines.slice(6 * invocation, 6 * invocation + 6);
    const requestId = /^START RequestId: (\S{36}) Version: \$LATEST$/.exec(started ?? "")?.[1];
    const [end, report] = rest.slice(-2);
    expect(rest.slice(0, 3)).toEqual([`out ${invocation}`, `error ${invocation}`, "unfinished"]);
    expect(end).toBe(`END RequestId: ${requestId}`);
    const [named, ...taken] = report?.split("\t") ?? [];
    expect(named).toBe(`REPORT RequestId: ${requestId}`);
    expect(taken.slice(0, 4)).toEqual([
      expect.stringMatching(/^Duration: \d+\.\d\d ms$/),
      expect.stringMatching(/^Billed Duration: \d+ ms$/),
      "Memory Size: 256 MB",
      expect.stringMatching(/^Max Memory Used: [1-9]\d* MB$/),
    ]);
    expect(taken.filter((part) => part.startsWith("Init Duration: "))).toHaveLength(invocation === 0 ? 1 : 0);
  }
});

/** All lines, once those of so many invocations are complete. */
async function linesOf(invocations: number): Promise<string[]> {
  const reports = () => service.lines.filter((line) => line.startsWith("REPORT "));
  await vi.waitFor(() => expect(reports()).toHaveLength(invocations));
  return service.lines;
}

it("stops a function at its timeout, and throttles invocations beyond its reserved concurrency", async () => {
  const hanging = invoke("hang");
  await vi.waitFor(() => expect(service.lines).toContain("hanging"));
  await expect(invoke("hang")).rejects.toBeInstanceOf(TooManyRequestsException);
  const answer = await hanging;
  expect(answer.FunctionError).toBe("Unhandled");
  expect(answer.payload).toMatchObject({ errorType: "Sandbox.Timedout" });
});

it("reports a process that ended during an event, and serves the next event with a new one", async () => {
  expect((await invoke("exit")).payload).toMatchObject({ errorType: "Runtime.ExitError" });
  expect((await invoke("exit")).payload).toMatchObject({ errorType: "Runtime.ExitError" });
});

it("keeps a process warm for the next event", async () => {
  const first = await invoke("pid");
  const second = await invoke("pid");
  expect(second.payload).toBe(first.payload);
  expect(service.processIds("pid")).toEqual([first.payload]);
});

it("passes an event to another process when the idle ones exit before they take it", async () => {
  await Promise.all(Array.from({ length: 4 }, () => invoke("pid")));
  const idle = service.processIds("pid");
  expect(idle.length).toBeGreaterThan(1);
  // A stopped process is one on its way out: events are sent to it, and it takes none.
  for (const pid of idle) {
    process.kill(pid, "SIGSTOP");
  }
  const answers = Array.from({ length: 6 }, () => service.invoke("pid", "{}"));
  await nextTurn();
  for (const pid of idle) {
    process.kill(pid, "SIGKILL");
  }
  for (const { functionError, payload } of await Promise.all(answers)) {
    expect([functionError, idle.includes(Number(payload))]).toEqual([undefined, false]);
  }
});

it("loses no event to a process that is killed while it is idle, at whatever moment", async () => {
  for (let round = 0; round < 8; round += 1) {
    const { payload } = await invoke("pid");
    process.kill(Number(payload), "SIGKILL");
    expect(await invoke("pid")).toMatchObject({ StatusCode: 200, payload: expect.any(Number) });
  }
});

it("fails an event if its process is killed after accepting it, and does not run it again", async () => {
  const taken = invoke("stay");
  await vi.waitFor(() => expect(service.lines.at(-1)).toMatch(/^stays \d+$/));
  const lines = service.lines.length;
  process.kill(Number(service.lines.at(-1)?.split(" ")[1]), "SIGKILL");
  expect((await taken).payload).toMatchObject({ errorType: "Runtime.ExitError" });
  expect(service.lines.slice(lines).filter((line) => line.startsWith("stays"))).toEqual([]);
});

it("fails an event after two processes that ended before they could take one", async () => {
  const answer = await invoke("unloadable");
  expect(answer.payload).toMatchObject({
    errorType: "Runtime.ExitError",
    errorMessage: expect.stringContaining("exit status 4"),
  });
  expect(service.lines.filter((line) => line === "unloadable")).toHaveLength(2);
});

it("fails an invocation if the module lacks the handler, and gives the reason", async () => {
  const answer = await invoke("missing");
  expect(answer.FunctionError).toBe("Unhandled");
  expect(JSON.stringify(answer.payload)).toContain("missing");
});

it("refuses a handler that streams its response, by name", async () => {
  const answer = await invoke("streams");
  expect(answer.payload).toMatchObject({
    errorMessage: expect.stringContaining("awslambda.streamifyResponse"),
  });
});

it("hands every event to the handler, and none to a worker or a process that it starts", async () => {
  for (let event = 0; event < 5; event += 1) {
    expect((await invoke("helped", event)).payload).toBe(event);
  }
});

it("hands on events and results of megabytes, in any alphabet", async () => {
  const event = "位置é😀".repeat(200_000);
  expect((await invoke("mirror", event)).payload).toBe(event);
});

it("answers an asynchronous invocation at once, and DryRun without running anything", async () => {
  const event = await lambda.send(new InvokeCommand({ FunctionName: "pid", InvocationType: "Event" }));
  expect(event.StatusCode).toBe(202);
  const dry = await lambda.send(new InvokeCommand({ FunctionName: "exit", InvocationType: "DryRun" }));
  expect(dry.StatusCode).toBe(204);
});

it("refuses at once an event that no function would take", async () => {
  const send = (FunctionName: string, Payload: string) =>
    lambda.send(new InvokeCommand({ FunctionName, Payload, InvocationType: "Event" }));
  await expect(send("nobody", "{}")).rejects.toBeInstanceOf(ResourceNotFoundException);
  await expect(send("pid", JSON.stringify("x".repeat(1024 * 1024)))).rejects.toMatchObject({
    name: "RequestTooLargeException",
  });
});

it("does not know a function that is not declared", async () => {
  await expect(invoke("nobody")).rejects.toBeInstanceOf(ResourceNotFoundException);
});

// The last of this file: nothing runs afterwards.
it("ends what runs when it is stopped, fails every later event at once, and logs nothing more", async () => {
  const before = service.lines.filter((line) => line === "hanging").length;
  const hanging = invoke("hang");
  await vi.waitFor(() => expect(service.lines.filter((line) => line === "hanging")).toHaveLength(before + 1));
  await service.stop();
  const lines = [...service.lines];
  expect((await hanging).payload).toMatchObject({ errorType: "Runtime.ExitError" });
  for (const name of ["echo", "stay"]) {
    expect((await invoke(name)).payload).toMatchObject({
      errorType: "Runtime.ExitError",
      errorMessage: expect.stringContaining("the local stage stopped"),
    });
  }
  expect(service.lines).toEqual(lines);
});
