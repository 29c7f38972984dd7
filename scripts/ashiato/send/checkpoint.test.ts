import { mkdtemp, readdir, readFile, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Checkpoint } from "./checkpoint.ts";

const sending = {
  path: "/a.csv",
  bytes: 10,
  modified: "2026-11-21T00:00:00Z",
  stage: "local",
  receiver: "id-1",
  batch: 200,
  options: "{}",
};
const said: string[] = [];

async function folder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "ashiato-send-"));
}

function open(directory: string, { changes = {}, restart = false, days = 3 } = {}): Promise<Checkpoint> {
  return Checkpoint.open(
    directory,
    { ...sending, ...changes },
    {
      shiftDays: () => days,
      restart,
      say: (line) => said.push(line),
    },
  );
}

test("an interrupted sending resumes from the decided batches, in any order, and with its shift", async () => {
  const directory = await folder();
  const first = await open(directory);
  expect(first.resumed).toBe(false);
  await first.decided(1, { accepted: 199, rejected: 1 });
  await first.decided(0, { accepted: 200, rejected: 0 });
  await first.decided(4, { accepted: 200, rejected: 0 });
  const second = await open(directory, { days: 9 });
  expect(second.resumed).toBe(true);
  expect(second.counts).toEqual({ accepted: 599, rejected: 1, shiftDays: 3 });
  expect([0, 1, 2, 3, 4, 5].map((batch) => second.isDone(batch))).toEqual([
    true,
    true,
    false,
    false,
    true,
    false,
  ]);
});

test("another file, stage or batch size, a restart, and a finished sending start over", async () => {
  const directory = await folder();
  const first = await open(directory);
  await first.decided(0, { accepted: 200, rejected: 0 });
  for (const changes of [
    { bytes: 11 },
    { modified: "2026-11-22T00:00:00Z" },
    { stage: "dev" },
    { batch: 100 },
    { options: '{"device":"a"}' },
  ]) {
    expect((await open(directory, { changes })).resumed).toBe(false);
  }
  expect((await open(directory, { restart: true })).resumed).toBe(false);
  await first.remove();
  expect((await open(directory)).resumed).toBe(false);
});

test("a stage that was created again under the same name is sent everything, with a message", async () => {
  const directory = await folder();
  await (await open(directory)).decided(0, { accepted: 199, rejected: 1 });
  said.length = 0;
  const anew = await open(directory, { changes: { receiver: "id-2" } });
  expect([anew.resumed, anew.isDone(0), anew.counts]).toEqual([
    false,
    false,
    { accepted: 0, rejected: 0, shiftDays: 3 },
  ]);
  expect(said).toEqual([
    "Starting over: 200 reports went to an earlier stage local (id-1), not to this one (id-2)",
  ]);
});

test("a checkpoint that is torn is named and set aside", async () => {
  const directory = await folder();
  await (await open(directory)).decided(0, { accepted: 200, rejected: 0 });
  const [name = ""] = await readdir(directory);
  await truncate(join(directory, name), 30);
  said.length = 0;
  expect((await open(directory)).resumed).toBe(false);
  expect(said).toEqual([expect.stringContaining(`Set aside ${name} in ${directory}`)]);
  const [time = ""] = await readdir(join(directory, "set-aside"));
  expect(await readFile(join(directory, "set-aside", time, name), "utf8")).toHaveLength(30);
});
