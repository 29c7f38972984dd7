import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { clientKey, secretBytes } from "@ashiato/core/clients/client-key";
import { startStage } from "@ashiato/local/stage/start-stage";

/** Linux counts CPU time in these: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const ticksPerSecond = 100;
const rounds = 8;
const requests = 400;
const simultaneous = 4;
const refusals = 1_000;

type Stage = Awaited<ReturnType<typeof startStage>>;

/** CPU milliseconds of a request, by the function that spent them. */
type Spent = { receive: number; authorize: number };

/** What the functions spent by the kind of request, and the milliseconds of answers to forged keys. */
type FrontDoor = { spent: Map<string, Spent>; refused: { wrongSecret: number[]; noClient: number[] } };

/**
 * Measures what the functions spend on a request with one report, through the front door: with the stage's
 * own token, with a client's key, and with that of a client with limits; where API Gateway has the decision
 * of the authorizer, and on a route where it asks for each request. The kinds take turns.
 */
export async function measureFrontDoor(): Promise<FrontDoor> {
  const root = path.join(import.meta.dirname, "..", "..");
  const stage = await startStage({
    root,
    stage: "bench",
    directory: path.join(root, ".ashiato", "bench-clients"),
    fresh: true,
    say: () => undefined,
  });
  try {
    const limits = {
      requestsPerMinute: 1_000_000,
      reportsPerMinute: 1_000_000,
      reportsPerDay: 1_000_000_000,
    };
    const tokens = {
      "the stage's own token": stage.tokens.ingest,
      "a client's key": await addClient(stage, "free", {}),
      "a client with limits": await addClient(stage, "limited", { limits }),
    };
    const kinds = Object.entries(tokens).flatMap(([name, token]) => [
      { name: `${name}, cached`, token, route: "/v1/locations" },
      // The slash makes it a route of phones, whose decisions are not kept.
      { name: `${name}, not cached`, token, route: "/v1/locations/" },
    ]);
    const spent = new Map(kinds.map(({ name }) => [name, { receive: 0, authorize: 0 }]));
    // The first round starts the functions and compiles them.
    for (let round = -1; round < rounds; round += 1) {
      for (const { name, token, route } of kinds) {
        const of = await spentOn(stage, () => send(stage, { token, route }));
        const sum = spent.get(name);
        if (sum !== undefined && round >= 0) {
          sum.receive += of.receive / rounds / requests;
          sum.authorize += of.authorize / rounds / requests;
        }
      }
    }
    return { spent, refused: await timeRefusals(stage) };
  } finally {
    await stage.close();
  }
}

/** Times requests with forged keys, each with its checksum: of a client, and of none. They take turns. */
async function timeRefusals({ endpoints }: Stage): Promise<FrontDoor["refused"]> {
  const refused: FrontDoor["refused"] = { wrongSecret: [], noClient: [] };
  const time = async (client: string): Promise<number> => {
    const headers = { authorization: `Bearer ${clientKey(client, randomBytes(secretBytes))}` };
    const began = performance.now();
    const answer = await fetch(`${endpoints.api}/v1/usage`, { headers });
    const milliseconds = performance.now() - began;
    if (answer.status !== 403) {
      throw new Error(`A forged key was answered with ${answer.status}`);
    }
    await answer.arrayBuffer();
    return milliseconds;
  };
  for (let round = 0; round < refusals; round += 1) {
    refused.wrongSecret.push(await time("free"));
    refused.noClient.push(await time("eerf"));
  }
  return refused;
}

async function addClient({ endpoints, tokens }: Stage, id: string, more: object): Promise<string> {
  const answer = await fetch(`${endpoints.api}/v1/clients`, {
    method: "POST",
    headers: { authorization: `Bearer ${tokens.download}`, "content-type": "application/json" },
    body: JSON.stringify({ id, name: id, rights: ["ingest"], ...more }),
  });
  const { key } = (await answer.json()) as { key: string };
  return key;
}

type Sent = { token: string; route: string };

async function send({ endpoints }: Stage, { token, route }: Sent): Promise<void> {
  let left = requests;
  const sender = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const answer = await fetch(endpoints.api + route, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({
          deviceId: "phone-1",
          timestamp: new Date().toISOString(),
          latitude: 35.681236,
          longitude: 139.767125,
          accuracy: 8.5,
          battery: 0.72,
        }),
      });
      if (answer.status !== 202) {
        throw new Error(`${route} answered ${answer.status}: ${await answer.text()}`);
      }
      await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: simultaneous }, sender));
}

/** Returns the CPU milliseconds that the functions spend while something runs. */
async function spentOn(stage: Stage, run: () => Promise<void>): Promise<Spent> {
  const before = await cpuOf(stage);
  await run();
  const after = await cpuOf(stage);
  return { receive: after.receive - before.receive, authorize: after.authorize - before.authorize };
}

async function cpuOf(stage: Stage): Promise<Spent> {
  const sum = async (components: readonly string[]): Promise<number> => {
    const times = await Promise.all(components.flatMap((each) => [...stage.processIds(each)]).map(cpuTime));
    return times.reduce((total, each) => total + each, 0);
  };
  return { receive: await sum(["Receive", "ReceiveFormats"]), authorize: await sum(["Authorize"]) };
}

/** Returns the CPU milliseconds of a process. */
async function cpuTime(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).replace(/^.*\) /, "").split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerSecond;
}
