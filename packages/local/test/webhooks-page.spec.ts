import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { attemptListSchema, webhookWithSecretSchema } from "@ashiato/core/api/webhook-schemas";
import { signatureHeaders } from "@ashiato/core/webhooks/signature";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { canRun, debianPrograms } from "./support/debian-tools.ts";
import { root } from "./support/evaluated.ts";
import { freePort } from "./support/free-port.ts";
import { runScript } from "./support/run-script.ts";
import { RunningStage } from "./support/running-stage.ts";

let app: RunningStage;
let page: string;
let folder: string;

beforeAll(async () => {
  app = await RunningStage.start();
  page = await readFile(path.join(root, "docs/webhooks.md"), "utf8");
  folder = await mkdtemp(path.join(tmpdir(), "ashiato-webhooks-"));
}, 300_000);

afterAll(async () => {
  await app?.stop();
  await rm(folder, { recursive: true, force: true });
});

const ashiato = (...words: string[]) =>
  runScript("ashiato.ts", ["webhooks", ...words, "--directory", app.directory], folder);

/** The snippet of a language, as the page has it. */
function snippet(language: string): string {
  const [, found] = new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "m").exec(page) ?? [];
  if (found === undefined) {
    throw new Error(`docs/webhooks.md has no snippet in ${language}`);
  }
  return found;
}

/** Starts a receiver of the page, and waits until it listens. */
async function receive(command: string, file: string, env: Record<string, string>): Promise<ChildProcess> {
  const process_ = spawn(command, [file], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await vi.waitFor(
    async () => {
      const socket = connect(Number(env["PORT"]), "127.0.0.1");
      await once(socket, "connect");
      socket.destroy();
    },
    { interval: 50 },
  );
  return process_;
}

it.each([
  { language: "js", file: "receiver.mjs", command: process.execPath, skip: false },
  {
    language: "python",
    file: "receiver.py",
    command: `${debianPrograms}/python3`,
    skip: !canRun("python3", "--version"),
  },
])("is taken by the receiver of the page in $language, by the commands of the page", async (shown) => {
  const { language, file, command, skip } = shown;
  if (skip) {
    return;
  }
  await writeFile(path.join(folder, file), snippet(language));
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}/ashiato`;
  const id = `page-${language}`;
  const added = await ashiato("add", id, "--url", url, "--types", "runs.failed,exports.published", "--json");
  expect(added.code, added.err).toBe(0);
  const { secret } = webhookWithSecretSchema.parse(JSON.parse(added.out));
  const refused = await ashiato("test", id);
  expect(refused).toMatchObject({ code: 1, out: expect.stringContaining("ECONNREFUSED") });
  const receiver = await receive(command, file, { PORT: port, WEBHOOK_SECRET: secret });
  const printed = receiver.stdout ? text(receiver.stdout) : "";
  try {
    expect(await ashiato("test", id)).toMatchObject({ code: 0, out: expect.stringContaining("204") });
    // With both secrets, of which the receiver has the one before.
    const rotated = await ashiato("rotate", id);
    expect(rotated).toMatchObject({ code: 0, out: expect.stringContaining("secret before") });
    expect(await ashiato("test", id)).toMatchObject({ code: 0, out: expect.stringContaining("204") });
    await ashiato("rotate", id, "--others-expire", "0");
    expect(await ashiato("test", id)).toMatchObject({ code: 1, out: expect.stringContaining("401") });
    const body = JSON.stringify({ forged: true });
    const post = async (timestampSeconds: number, sent = body): Promise<number> => {
      const headers = signatureHeaders({ id: "evt_1", timestampSeconds, body }, [secret]);
      return (await fetch(url, { method: "POST", headers: { ...headers }, body: sent })).status;
    };
    const now = Math.floor(Date.now() / 1_000);
    expect([await post(now), await post(now, `${body} `), await post(now - 600)]).toEqual([204, 401, 401]);
  } finally {
    receiver.kill();
    await once(receiver, "close");
  }
  expect((await printed).match(/webhooks\.test/g)).toHaveLength(2);
  const log = await ashiato("log", id, "--json");
  expect(attemptListSchema.parse(JSON.parse(log.out)).deliveries.map(({ result }) => result)).toEqual([
    "given up",
    "delivered",
    "delivered",
    "given up",
  ]);
  expect((await ashiato("log", id)).out).toContain("webhooks.test");
  expect((await ashiato("list")).out).toContain(url);
  expect(await ashiato("replay", id, "none")).toMatchObject({
    code: 1,
    err: expect.stringContaining('was sent no event "none"'),
  });
  expect(await ashiato("remove", id)).toMatchObject({ code: 0 });
  expect((await ashiato("list")).out).not.toContain(url);
});

it("tells in the commands' words why a webhook is refused", async () => {
  expect(
    await ashiato("add", "inside", "--url", "https://10.0.0.1/", "--types", "runs.failed"),
  ).toMatchObject({
    code: 1,
    err: expect.stringContaining("10.0.0.1 is not an address of the internet (private)"),
  });
});

it("names every type that a webhook may get, and every wait", async () => {
  const settings = await readFile(path.join(root, "stacks/settings.ts"), "utf8");
  expect(settings).toContain("retrySeconds: [5, 30, 120, 600, 3_600]");
  expect(page).toContain("after 5 seconds, 30 seconds, 2 minutes, 10 minutes, and then each hour for a day");
  const { webhookTypes } = await import("@ashiato/core/webhooks/webhook");
  for (const type of webhookTypes) {
    expect(page, type).toMatch(new RegExp(`^\\| \`${type.replace(".", "\\.")}\``, "m"));
  }
});
