import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeKeyPair } from "../src/services/transfer/key-pair.ts";
import { freePort } from "./support/free-port.ts";
import { canRun } from "./support/debian-tools.ts";
import { root } from "./support/evaluated.ts";
import { runShell } from "./support/loopback-only.ts";
import { readShellBlocks, type ShellBlock } from "./support/shell-blocks.ts";

/** What is followed on one stage, in this order. */
const followed = [
  "README.md",
  "docs/files.md",
  "docs/operations.md",
  "docs/api.md",
  "docs/clients.md",
  "docs/live.md",
];

let copy: string;
let stage: ChildProcess | undefined;
let said = "";

// The folder of a stage in this project: on its file system, where files can be linked instead of copied.
beforeAll(async () => {
  await mkdir(path.join(root, ".ashiato"), { recursive: true });
  copy = await mkdtemp(path.join(root, ".ashiato/documentation-"));
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  for (const name of files.split("\n").filter((each) => each !== "")) {
    await cp(path.join(root, name), path.join(copy, name));
  }
  for (const name of ["node_modules", ".sst"]) {
    execFileSync("cp", ["-al", path.join(root, name), path.join(copy, name)]);
  }
  for (const [name, contents] of Object.entries(readersFiles())) {
    await writeFile(path.join(copy, name), contents);
  }
  await addSftpUser();
}, 180_000);

afterAll(async () => {
  if (stage?.pid !== undefined && stage.exitCode === null) {
    const gone = once(stage, "close");
    // Ctrl-C in a terminal reaches npm and the stage alike.
    process.kill(-stage.pid, "SIGINT");
    await gone;
  }
  await rm(copy, { recursive: true, force: true });
}, 120_000);

/** The files that a reader has at hand. */
function readersFiles(): Record<string, string | Uint8Array> {
  const [first, second] = [1, 2].map((minutes) => new Date(Date.now() - minutes * 60_000).toISOString());
  const csv = `device_id,recorded_at,latitude,longitude\nvan-7,${first},35.681,139.767\nvan-7,${second},95,139\n`;
  const times = [first, second].map((time) => `<trkpt lat="35.7" lon="139.7"><time>${time}</time></trkpt>`);
  return {
    "walk.gpx": `<gpx><trk><trkseg>${times.join("")}</trkseg></trk></gpx>`,
    "days.csv": `Gerät;time;Breite;Länge\na;${first?.slice(0, 19)};35,7;139,7\n`,
    "nightly.csv": csv,
    "month.zip": zipSync({ "van-8.csv": strToU8(csv.replaceAll("van-7", "van-8")) }),
  };
}

/** Names a user as docs/files.md says, with a key that the reader has made. */
async function addSftpUser(): Promise<void> {
  const keys = makeKeyPair();
  await writeFile(path.join(copy, "partner-key"), keys.private, { mode: 0o600 });
  const page = await readFile(path.join(root, "docs/files.md"), "utf8");
  const [, block = ""] = /^```ts\n(export const sftpSettings = [\s\S]*?)^```$/m.exec(page) ?? [];
  const shown = "ssh-ed25519 AAAAC3Nza… nightly@partner.example";
  expect(block).toContain(shown);
  const file = path.join(copy, "stacks/settings.ts");
  const settings = await readFile(file, "utf8");
  const named = settings.replace(
    /^export const sftpSettings = [\s\S]*?^\} as const;$/m,
    block.replace(shown, keys.public.trim()),
  );
  expect(named).not.toBe(settings);
  await writeFile(file, named);
}

/** The environment of a new terminal: nothing of the process that runs the specs. */
function terminal(): Record<string, string> {
  const paths = (process.env["PATH"] ?? "").split(":").filter((each) => !each.includes("node_modules"));
  return { PATH: ["/usr/bin", ...paths].join(":"), HOME: copy, TERM: "dumb" };
}

async function blocksOf(page: string): Promise<ShellBlock[]> {
  return readShellBlocks(page, await readFile(path.join(root, page), "utf8"));
}

/** Runs `npm start` as the block says, on free ports. */
async function startInBackground({ text }: ShellBlock): Promise<void> {
  expect(text).toBe("npm start");
  const port = await freePort();
  stage = spawn("npm", ["start", "--", "--port", String(port)], {
    cwd: copy,
    env: terminal(),
    detached: true,
  });
  await new Promise<void>((resolve, reject) => {
    const listen = (piece: Buffer): void => {
      said += piece.toString();
      if (said.includes("The stage is up")) {
        resolve();
      }
    };
    stage?.stdout?.on("data", listen);
    stage?.stderr?.on("data", listen);
    stage?.once("exit", () => reject(new Error(`npm start ended: ${said}`)));
  });
}

it("has a reason for each shell block that is not followed", async () => {
  const docs = (await readdir(path.join(root, "docs"))).filter((name) => name.endsWith(".md"));
  const others = ["CONTRIBUTING.md", ...docs.map((name) => `docs/${name}`)].filter(
    (page) => !followed.includes(page),
  );
  const blocks = (await Promise.all(others.map(blocksOf))).flat();
  expect(blocks.filter(({ notRun }) => notRun === undefined).map(({ place }) => place)).toEqual([]);
});

// The steps of an operator use the AWS CLI.
const hasAws = canRun("aws", "--version");

it.skipIf(!hasAws)(
  "leads to the row that was sent, followed literally",
  async () => {
    const blocks = (await Promise.all(followed.map(blocksOf))).flat();
    const steps = blocks.filter(({ notRun }) => notRun === undefined);
    const [first] = steps.splice(
      steps.findIndex(({ inBackground }) => inBackground),
      1,
    );
    if (first === undefined) {
      throw new Error("The README starts no stage");
    }
    await startInBackground(first);
    // An answer that refuses fails its step. The reader has said that the host's key is the right one, and is
    // not warned that ssh keeps it.
    const hosts = "-o StrictHostKeyChecking=accept-new -o UserKnownHostsFile=known_hosts -o LogLevel=ERROR";
    const script = [
      "set -eu",
      'curl() { command curl -sS --fail-with-body "$@"; }',
      `sftp() { command sftp -F none ${hosts} "$@"; }`,
      ...steps.flatMap(({ place, text }) => [`echo '== ${place}'`, text]),
      "echo '== end'",
    ].join("\n");
    const { code, out, err } = await runShell(`cd '${copy}' && ${script}`, terminal());
    expect({ code, err: code === 0 ? "" : err, out: code === 0 ? "" : out }).toEqual({
      code: 0,
      err: "",
      out: "",
    });
    const answers = out.split(/^== /m);
    const row = answers.find((each) => each.includes("device_id,recorded_at"));
    expect(row).toMatch(/^README\.md:\d+\n/);
    expect(row).toMatch(/^phone-1,\S+Z,35\.6812360,139\.7671250,8\.500,/m);
    for (const topic of ["runs", "positions"]) {
      expect(out).toContain(`{"type":"subscribed","topic":"${topic}"}`);
    }
    expect(`${said}\n${err}`).not.toMatch(/warning|deprecated|EBADENGINE/i);
  },
  600_000,
);

it.skipIf(!hasAws)("shows what happened on the stage, one line each", () => {
  const time = String.raw`\d\d:\d\d:\d\d\+09:00`;
  expect(said).toMatch(new RegExp(`^${time}  POST /v1/locations 202, \\d+ ms$`, "m"));
  expect(said).toMatch(new RegExp(`^${time}  Drain: 1 message, stored 1 report in 1 work object$`, "m"));
  expect(said).toMatch(new RegExp(`^${time}  Run api-\\w+ SUCCEEDED after .*: exported .*, 1 row`, "m"));
});
