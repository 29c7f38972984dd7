import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { workPrefix } from "@ashiato/core/work-keys";
import { packMessages } from "@ashiato/core/queue-message";
import * as fc from "fast-check";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { makeRows } from "./reports.ts";
import { startStage } from "./stage.ts";

const visibilitySeconds = 30;
const stage = await startStage({ storeWaitSeconds: 0, storeVisibilitySeconds: visibilitySeconds });
const { handler: store } = await import("../src/store.ts");

/** The queue, the functions and this file have this clock: only a test moves it. */
let now = 0;

beforeEach(() => {
  stage.reset();
  now = Date.parse("2026-11-21T15:00:00Z");
  vi.useFakeTimers({ toFake: ["Date"], now });
});
afterAll(() => {
  vi.useRealTimers();
  return stage.stop();
});

function pass(seconds: number): void {
  now += seconds * 1_000;
  vi.setSystemTime(now);
}

/** A function has a minute by that clock: whatever runs longer is no longer there. */
function invocation(): { getRemainingTimeInMillis: () => number } {
  const ends = now + 60_000;
  return { getRemainingTimeInMillis: () => ends - now };
}

let made = 0;

/** Puts reports on the queue, a message each, as `receive` does before it answers 202. Returns their rows. */
async function accept(count: number): Promise<string[]> {
  const rows = makeRows(made + count).slice(made);
  made += count;
  for (const MessageBody of rows.flatMap((row) => packMessages([row]))) {
    await stage.sqs.send(new SendMessageCommand({ QueueUrl: stage.queueUrl, MessageBody }));
  }
  return rows;
}

/** Drains as a run that begins now. */
function drainForRun(): Promise<{ drained?: boolean }> {
  return store({ through: new Date(now).toISOString() }, invocation());
}

async function storedRows(): Promise<Set<string>> {
  return new Set(await stage.workRows());
}

/** Drains as the schedule does; a drain that cannot write fails, and leaves what it has to others. */
async function storing(): Promise<void> {
  try {
    await store({}, invocation());
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "StoreFailed") {
      throw error;
    }
  }
}

/** Lets a drain receive what is on the queue, and fail before it has stored any of it. */
async function failingDrain(): Promise<void> {
  stage.intercept(async ({ method, path }) =>
    method === "PUT" && path.includes(`/${workPrefix}`)
      ? { status: 403, contentType: "application/xml", body: "<Error><Code>AccessDenied</Code></Error>" }
      : "pass",
  );
  await storing();
  stage.intercept();
}

test("says that the queue is drained when all that came before is in work objects", async () => {
  const rows = await accept(50);
  pass(1);
  expect(await drainForRun()).toMatchObject({ messages: 50, drained: true });
  expect([...(await storedRows())].toSorted()).toEqual(rows.toSorted());
  expect(await stage.keys("lake", "drains/")).toEqual([]);
});

test("the drain of a schedule says nothing of it", async () => {
  expect(await store({}, invocation())).not.toHaveProperty("drained");
});

test("a queue that is filled without a pause is drained of what came before", async () => {
  const rows = await accept(20);
  const through = new Date(now).toISOString();
  pass(60);
  let filling = false;
  stage.intercept(async ({ target }) => {
    if (target === "ReceiveMessage" && !filling) {
      filling = true;
      await accept(10);
      filling = false;
    }
    return "pass";
  });
  expect(await store({ through }, invocation())).toMatchObject({ drained: true });
  stage.intercept();
  const stored = await storedRows();
  expect(rows.filter((row) => !stored.has(row))).toEqual([]);
});

test("waits for another drain that has messages in flight, until it has stored them", async () => {
  const rows = await accept(20);
  const writing = Promise.withResolvers<void>();
  const written = Promise.withResolvers<void>();
  stage.intercept(async ({ method, path }) => {
    if (method === "PUT" && path.includes(`/${workPrefix}`)) {
      writing.resolve();
      await written.promise;
    }
    return "pass";
  });
  const other = store({}, invocation());
  await writing.promise;
  pass(1);
  let ended = false;
  const own = drainForRun().finally(() => {
    ended = true;
  });
  await vi.waitFor(async () => expect(await stage.keys("lake", "drains/")).toHaveLength(1));
  expect(ended).toBe(false);
  written.resolve();
  expect(await own).toMatchObject({ messages: 0, drained: true });
  expect([...(await storedRows())].toSorted()).toEqual(rows.toSorted());
  expect(await other).toMatchObject({ messages: 20 });
});

test("says no while a drain that failed hides messages, and yes when they were visible again", async () => {
  const rows = await accept(20);
  await failingDrain();
  pass(1);
  const own = Promise.withResolvers<void>();
  stage.intercept(async ({ method, path }, body) => {
    if (method === "POST" && path.includes("delete") && (await body()).includes("drains/")) {
      own.resolve();
    }
    return "pass";
  });
  const drained = drainForRun();
  await own.promise;
  pass(visibilitySeconds + 66);
  expect(await drained).toMatchObject({ messages: 0, drained: false });
  expect(await drainForRun()).toMatchObject({ messages: 20, drained: true });
  expect([...(await storedRows())].toSorted()).toEqual(rows.toSorted());
});

test("says no when its time is up first", async () => {
  await accept(20);
  const through = new Date(now).toISOString();
  const late = { getRemainingTimeInMillis: () => 0 };
  expect(await store({ through }, late)).toMatchObject({ messages: 0, drained: false });
});

test("everything sent before a drain that reports success is stored, however drains fail and overlap before it", async () => {
  const step = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ does: fc.constant("accept" as const), count: fc.integer({ min: 1, max: 8 }) }),
    },
    { weight: 1, arbitrary: fc.record({ does: fc.constant("drain" as const) }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant("fail" as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        does: fc.constant("pass" as const),
        seconds: fc.integer({ min: 1, max: 100 }),
      }),
    },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      stage.reset();
      const accepted: string[] = [];
      const drains: Promise<unknown>[] = [];
      for (const each of steps) {
        switch (each.does) {
          case "accept":
            accepted.push(...(await accept(each.count)));
            break;
          case "drain":
            // It may overlap with one that fails, and then fails as that one does.
            drains.push(storing());
            break;
          case "fail":
            await failingDrain();
            break;
          case "pass":
            // A drain does not outlive its minute, of which it keeps five seconds to store what it has.
            await Promise.all(each.seconds > 4 ? drains : []);
            pass(each.seconds);
            break;
        }
      }
      const through = new Date(now).toISOString();
      const later = await accept(2);
      for (let drained: boolean | undefined = false; !drained;) {
        const draining = store({ through }, invocation());
        const ticking = setInterval(() => pass(2), 30);
        ({ drained } = await draining);
        clearInterval(ticking);
      }
      const stored = await storedRows();
      expect(accepted.filter((row) => !stored.has(row))).toEqual([]);
      await Promise.all(drains);
      expect(later).toHaveLength(2);
    }),
    { numRuns: 25 },
  );
});
