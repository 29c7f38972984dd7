import { rm } from "node:fs/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import {
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { uploadSchema } from "@ashiato/core/api/upload-schemas";
import { exportColumns } from "@ashiato/core/columns";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { z } from "zod";
import { Inbox } from "./support/inbox.ts";
import { holdingGate } from "./support/request-gate.ts";
import { root } from "./support/evaluated.ts";
import { damagedArchive, lyingArchive } from "./support/broken-archives.ts";
import { layOutProject } from "./support/program-folder.ts";
import { runScript } from "./support/run-script.ts";
import { report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";
import { subscribe } from "./support/topic-messages.ts";

const date = yesterdayInTokyo();
const gate = holdingGate();
const expected = new Set<string>();

/** What the files of a client do not say. */
const abroad = {
  timeZone: "America/New_York",
  dateOrder: "day-first",
  device: "truck",
  columns: { latitude: "Breite", longitude: "Länge" },
  announce: true,
};

let folder: string;
let app: RunningStage;
let inbox: Inbox;
let nextMail: () => Promise<string>;

/** Waits for the mail about a file; those about others come in any order. */
async function mailAbout(key: string): Promise<string> {
  for (;;) {
    const mail = await nextMail();
    if (mail.includes(key)) {
      return mail;
    }
  }
}

beforeAll(async () => {
  folder = await layOutProject({ "clients: {}": `clients: ${JSON.stringify({ abroad })}` });
  app = await RunningStage.start({ gate, root: folder });
  inbox = new Inbox(app);
  nextMail = await subscribe(app, app.output("notificationsTopicArn"));
  // A slow machine needs the room.
}, 300_000);

afterAll(async () => {
  await app?.stop();
  await rm(folder, { recursive: true, force: true });
});

function time(second: number): string {
  return report("", second).timestamp;
}

/** Lines of a device's reports of yesterday, which are counted among those that the export must have. */
function lines(device: string, count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => {
    const at = time(from + index);
    expected.add(`${device} ${at}`);
    return `${device},${at},35.${600_000 + index},139.76`;
  });
}

const headings = "device_id,recorded_at,latitude,longitude";

function csv(rows: readonly string[]): string {
  return `${[headings, ...rows].join("\n")}\n`;
}

function api(route: string, token: string, body?: object): Promise<Response> {
  return fetch(new URL(route, app.stage.endpoints.api), {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

it("registers a CSV, plain or packed, a GPX, and an archive of files", async () => {
  await inbox.drop("partner/plain.csv", csv(lines("plain", 50)));
  await inbox.drop("partner/packed.csv.gz", gzipSync(csv(lines("packed", 50))));
  const points = [1, 2, 3].map((second) => {
    expected.add(`walk ${time(second)}`);
    return `<trkpt lat="35.${second}" lon="139.7"><time>${time(second)}</time></trkpt>`;
  });
  await inbox.drop("logger-1/walk.gpx", `<gpx><trk><trkseg>${points.join("")}</trkseg></trk></gpx>`);
  const archive = { "a.csv": strToU8(csv(lines("zip-a", 20))), "b.csv": strToU8(csv(lines("zip-b", 20))) };
  await inbox.drop("partner/days.zip", zipSync(archive));
  expect(await inbox.ended("partner/plain.csv")).toMatchObject({
    status: "registered",
    forms: [{ kind: "csv", encoding: "utf-8", csv: { delimiter: ",", unused: [] } }],
    rows: { read: 50, accepted: 50, rejected: 0 },
  });
  expect(await inbox.ended("partner/packed.csv.gz")).toMatchObject({ status: "registered" });
  expect(await inbox.ended("logger-1/walk.gpx")).toMatchObject({ kinds: ["gpx"], rows: { accepted: 3 } });
  expect(await inbox.ended("partner/days.zip")).toMatchObject({ rows: { accepted: 40 } });
  expect((await app.keys("lakeBucket", "intake/")).filter((key) => key.includes("/rows/"))).toEqual([]);
});

it("registers the good rows of a file, and keeps the bad ones with their lines and reasons", async () => {
  const [first = "", second = ""] = lines("some", 2);
  await inbox.drop(
    "partner/some.csv",
    csv([first, `some,${time(9)},95,139`, second, "some,yesterday,35,139"]),
  );
  const receipt = await inbox.ended("partner/some.csv");
  expect(receipt).toMatchObject({
    status: "registered",
    rows: { read: 4, accepted: 2, rejected: 2 },
    rejects: [
      { line: 3, reason: expect.stringContaining("latitude") },
      { line: 5, text: "some,yesterday,35,139" },
    ],
  });
  expect(receipt.rejectsKey).toMatch(/rejects\.jsonl\.gz$/);
});

it("reads a client's files by the columns, the zone and the order of dates that are settled, and announces them", async () => {
  const at = time(7);
  expected.add(`truck ${at}`);
  const local = new Intl.DateTimeFormat("en-GB", {
    timeZone: abroad.timeZone,
    dateStyle: "short",
    timeStyle: "medium",
  });
  const there = local.format(new Date(at)).replace(",", "");
  await inbox.drop("abroad/fahrt.csv", `Breite;Länge;time\n35,7;139,7;${there}\n`);
  const mail = await mailAbout("abroad/fahrt.csv");
  expect(mail).toMatch(/registered\nRead as: .* latitude from Breite, .*\nRows: 1 read, 1 accepted, 0/);
});

it("mails the first 20 rejected rows, where all of them are, and how to have the file taken in again", async () => {
  const rows = Array.from({ length: 25 }, (_, index) => `many,${time(index)},95,139`);
  await inbox.drop("partner/many.csv", csv(rows));
  const mail = await mailAbout("partner/many.csv");
  const { id, rejectsKey } = await inbox.ended("partner/many.csv");
  const places = [...mail.matchAll(/^ {2}line (\d+): latitude /gm)].map(([, line]) => Number(line));
  expect(places).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
  const Bucket = app.output("lakeBucket");
  expect(mail).toContain(`All rejected rows: s3://${Bucket}/${rejectsKey}\n`);
  expect(mail).toContain(`npm run ashiato -- intake retry ${id}`);
  const { Body } = await app.s3.send(new GetObjectCommand({ Bucket, Key: rejectsKey ?? "" }));
  const kept = gunzipSync((await Body?.transformToByteArray()) ?? "").toString();
  expect(kept.trimEnd().split("\n")).toHaveLength(25);
});

it.each<[string, string, string | Uint8Array, string, string]>([
  ["an empty file", "partner/empty.csv", "", "EmptyFile", "is empty"],
  [
    "a file whose rows are all bad",
    "partner/bad.csv",
    csv(["a,2026,1,2", "b,x,1,2"]),
    "NoValidReports",
    "line 2",
  ],
  ["an archive without files", "partner/none.zip", zipSync({}), "UnreadableFile", "zip file is empty"],
  [
    "an archive that breaks off",
    "partner/half.zip",
    zipSync({ "a.csv": strToU8(csv(["a,b,1,2"])) }).subarray(0, -30),
    "UnreadableFile",
    "breaks off",
  ],
  [
    "an archive of which a file is damaged",
    "partner/damaged.zip",
    damagedArchive(
      zipSync({ "a.csv": strToU8(csv(["a,b,1,2"])), "b.csv": [strToU8(csv(["a,b,1,2"])), { level: 0 }] }),
    ),
    "UnreadableFile",
    "b.csv is damaged: its CRC-32 is",
  ],
  ["a file of another kind", "partner/report.pdf", "%PDF-1.7 …", "UnreadableFile", "a PDF"],
  ["a file in no client's folder", "stray.csv", csv(["a,b,1,2"]), "UnknownFolder", "stray.csv"],
])("fails %s and mails the reason", async (_what, key, body, error, words) => {
  const work = await app.keys("lakeBucket", "work/");
  await inbox.drop(key, body);
  const mail = await mailAbout(key);
  expect(mail).toContain(error);
  expect(mail).toContain(words);
  expect(await app.keys("lakeBucket", "work/")).toEqual(work);
});

it("takes a file once, whatever events come, and contents that were registered before not again", async () => {
  const work = await app.keys("lakeBucket", "work/");
  const first = await inbox.ended("partner/plain.csv");
  const again = await app.sfn.send(
    new StartExecutionCommand({
      stateMachineArn: app.output("fileIntakeArn"),
      input: JSON.stringify(first.arrival),
    }),
  );
  expect(await app.ended(again.executionArn ?? "")).toMatchObject({ status: "SUCCEEDED" });
  expect(await inbox.ended("partner/plain.csv")).toEqual(first);
  const rows = lines("plain", 50);
  await inbox.drop("partner/other-name.csv", csv(rows));
  expect(await inbox.ended("partner/other-name.csv")).toMatchObject({
    status: "same",
    reason: "Its contents were registered before, as plain.csv",
  });
  expect(await app.keys("lakeBucket", "work/")).toEqual(work);
});

it("takes the same contents under two names at once, of which each report counts once", async () => {
  const twins = csv(lines("twin", 20));
  await Promise.all([inbox.drop("partner/twin-a.csv", twins), inbox.drop("partner/twin-b.csv", twins)]);
  const twice = [await inbox.ended("partner/twin-a.csv"), await inbox.ended("partner/twin-b.csv")];
  const statuses = twice.map(({ status }) => status);
  expect(statuses).toContain("registered");
  expect(["registered", "same"]).toEqual(expect.arrayContaining(statuses));
});

/** Gives files other limits than those of the settings, for as long as the test runs. */
async function limitFiles(limits: { partBytes?: number; maxUnpackedBytes?: number }): Promise<void> {
  const stateMachineArn = app.output("fileIntakeArn");
  const { definition = "" } = await app.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const update = (text: string) =>
    app.sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition: text }));
  onTestFinished(async () => void (await update(definition)));
  const limited = Object.entries(limits).reduce(
    (text, [name, value]) => text.replaceAll(new RegExp(`"${name}":\\d+`, "g"), `"${name}":${value}`),
    definition,
  );
  expect(limited).not.toBe(definition);
  await update(limited);
}

it("converts a large CSV in parts, and counts lines over them", async () => {
  await limitFiles({ partBytes: 5_000 });
  const rows = lines("parts", 600);
  rows.splice(400, 0, "parts,never,35,139");
  await inbox.drop("partner/parts.csv", csv(rows));
  expect(await inbox.ended("partner/parts.csv")).toMatchObject({
    status: "registered",
    rows: { read: 601, accepted: 600, rejected: 1 },
    rejects: [{ line: 402, text: "parts,never,35,139" }],
  });
});

it("says how far a file is while it is converted", async () => {
  await limitFiles({ partBytes: 5_000 });
  const content = csv(lines("far", 600));
  const { ingest } = app.stage.tokens;
  const ask = async (route: string, body?: object) =>
    uploadSchema.parse(await (await api(route, ingest, body)).json());
  const held = gate.hold(
    ({ service, method, url }) => service === "s3" && method === "PUT" && /\/parts\/0*3\.json/.test(url),
  );
  const { upload, put } = await ask("/v1/uploads", { name: "far.csv", bytes: Buffer.byteLength(content) });
  const { "content-length": _, ...headers } = put?.headers ?? {};
  expect((await fetch(put?.url ?? "", { method: "PUT", body: content, headers })).status).toBe(200);
  await held.held;
  const found = await vi.waitFor(
    async () => {
      const { status, progress } = await ask(`/v1/uploads/${upload}`);
      const { parts = 0, partsDone = 0 } = progress ?? {};
      expect(partsDone).toBe(parts - 1);
      return { status, progress };
    },
    { interval: 100 },
  );
  const parts = found.progress?.parts ?? 0;
  expect(parts).toBeGreaterThan(3);
  expect(found.status).toBe("converting");
  expect(found.progress?.percent).toBe(Math.floor((100 * (parts - 1)) / parts));
  // Also those of the part that has yet to say that it is done.
  expect(found.progress?.rowsDone).toBe(600);
  held.open();
  await vi.waitFor(
    async () =>
      expect(await ask(`/v1/uploads/${upload}`)).toMatchObject({ status: "registered", rows: { read: 600 } }),
    { interval: 100 },
  );
});

it("converts the files of an archive side by side, and names the file of a row that is rejected", async () => {
  await limitFiles({ partBytes: 400 });
  const files = ["a", "b", "c"].map((name): [string, Uint8Array] => {
    const rows = lines(`zipped-${name}`, 10);
    return [`${name}.csv`, strToU8(csv(name === "b" ? [...rows, "b,never,35,139"] : rows))];
  });
  await inbox.drop("partner/many.zip", zipSync(Object.fromEntries(files)));
  const receipt = await inbox.ended("partner/many.zip");
  expect(receipt).toMatchObject({
    status: "registered",
    rows: { read: 31, accepted: 30, rejected: 1 },
    rejects: [{ file: "b.csv", line: 12, text: "b,never,35,139" }],
  });
  const parts = await app.keys("lakeBucket", `intake/partner/${receipt.id}/attempt=1/parts/`);
  expect(parts).toHaveLength(3);
});

it("leaves nothing of a file of which only a part can be read", async () => {
  await limitFiles({ partBytes: 400 });
  const work = await app.keys("lakeBucket", "work/");
  const good = csv(Array.from({ length: 10 }, (_, index) => `left,${time(index)},35,139`));
  await inbox.drop("partner/left.zip", zipSync({ "a.csv": strToU8(good), "b.csv": strToU8("%PDF-1.7 …") }));
  expect(await mailAbout("partner/left.zip")).toContain("b.csv in the archive: This is a PDF");
  const { id } = await inbox.ended("partner/left.zip");
  expect(await app.keys("lakeBucket", `intake/partner/${id}/attempt=1/rows/`)).toEqual([]);
  expect(await app.keys("lakeBucket", "work/")).toEqual(work);
});

it("fails files that unpack to more than they may, also one that hides it", async () => {
  await limitFiles({ maxUnpackedBytes: 100_000 });
  const work = await app.keys("lakeBucket", "work/");
  const bomb = strToU8(csv(Array.from({ length: 10_000 }, () => `bomb,${time(0)},35,139`)));
  await inbox.drop("partner/bomb.zip", zipSync({ "bomb.csv": bomb }));
  expect(await mailAbout("partner/bomb.zip")).toMatch(/unpacks to \d+ bytes, more than the 100000/);
  await inbox.drop("partner/liar.zip", lyingArchive(zipSync({ "bomb.csv": bomb })));
  expect(await mailAbout("partner/liar.zip")).toContain("unpacks to more than 1 bytes");
  await inbox.drop("partner/bomb.csv.gz", gzipSync(bomb));
  expect(await mailAbout("partner/bomb.csv.gz")).toContain("unpacks to more than 100000 bytes");
  expect(await app.keys("lakeBucket", "work/")).toEqual(work);
});

it("reads a CSV as a whole whose quotes come late", async () => {
  await limitFiles({ partBytes: 5_000 });
  const rows = lines("quoted", 2_000);
  const last = rows.pop() ?? "";
  await inbox.drop("partner/quoted.csv", csv([...rows, last.replace("quoted", '"quoted"')]));
  expect(await inbox.ended("partner/quoted.csv")).toMatchObject({
    status: "registered",
    rows: { accepted: 2_000 },
  });
});

it("loses and doubles nothing when a child is killed, and shows no row before the file is whole", async () => {
  const work = await app.keys("lakeBucket", "work/");
  const held = gate.hold(
    ({ service, method, url }) => service === "s3" && method === "PUT" && url.includes("/rows/"),
  );
  await inbox.drop("partner/killed.csv", csv(lines("killed", 300)));
  await held.held;
  expect(await app.keys("lakeBucket", "work/")).toEqual(work);
  const [pid = 0] = app.stage.processIds("IntakeConvert");
  process.kill(pid, "SIGKILL");
  held.open();
  expect(await inbox.ended("partner/killed.csv")).toMatchObject({
    status: "registered",
    rows: { accepted: 300 },
  });
});

it("gives way to a file that replaces it while it is converted", async () => {
  const held = gate.hold(
    ({ service, method, url }) => service === "s3" && method === "GET" && url.includes("replaced"),
  );
  await inbox.drop("partner/replaced.csv", csv(["old,never,1,2"]));
  await held.held;
  await inbox.drop("partner/replaced.csv", csv(lines("replaced", 10)));
  held.open();
  const both = await inbox.ends("partner/replaced.csv", 2);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["overwritten", "registered"]);
});

it("takes a file that grows while it is read once it is whole", async () => {
  const rows = lines("grows", 40);
  let reads = 0;
  const held = gate.hold(({ service, method, url }) => {
    const isRead = service === "s3" && method === "GET" && url.includes("grows");
    reads += isRead ? 1 : 0;
    // The first one is Inspect's.
    return isRead && reads > 1;
  });
  await inbox.drop("partner/grows.csv", csv(rows.slice(0, 20)));
  await held.held;
  await inbox.drop("partner/grows.csv", csv(rows));
  held.open();
  const both = await inbox.ends("partner/grows.csv", 2);
  expect(both.map(({ status, rows: counts }) => `${status} ${counts?.accepted ?? 0}`).toSorted()).toEqual([
    "overwritten 0",
    "registered 40",
  ]);
});

it("lists files, shows one and has one taken in again", async () => {
  const ashiato = (...words: string[]) =>
    runScript("ashiato.ts", [...words, "--directory", app.directory], root);
  const list = await ashiato("intake");
  expect(list.err).toBe("");
  expect(list.out).toMatch(/partner\/plain\.csv\s+registered\s+50\s+0/);
  const bad = await inbox.ended("partner/bad.csv");
  expect((await ashiato("intake", bad.id)).out).toContain("line 2: ");
  expect((await ashiato("intake", "retry", bad.id)).code).toBe(0);
  expect(await mailAbout("partner/bad.csv")).toContain("NoValidReports");
  expect(await inbox.ended("partner/bad.csv")).toMatchObject({ status: "failed", attempt: 2 });
  const registered = await ashiato("intake", "retry", (await inbox.ended("partner/plain.csv")).id);
  expect(registered).toMatchObject({ code: 1, err: expect.stringContaining("is registered already") });
});

it("gives the reports in a client's folder the client as their source, and knows them again by its key", async () => {
  const client = { id: "acme", name: "Acme", rights: ["ingest"] };
  const added = await api("/v1/clients", app.stage.tokens.download, client);
  const { key } = z.object({ key: z.string() }).parse(await added.json());
  await inbox.drop("acme/own.csv", csv(lines("own", 3)));
  expect(await inbox.ended("acme/own.csv")).toMatchObject({ status: "registered" });
  expect((await api("/v1/locations", key, { locations: sameAsDropped("own") })).status).toBe(202);
});

it("exports each report once, beside the same reports by the API", async () => {
  expect((await app.post({ locations: [report("api", 1), ...sameAsDropped("plain")] })).status).toBe(202);
  expected.add(`api ${time(1)}`);
  await app.invoke("Store");
  const execution = await app.runBatch();
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
  const exported = await app.exportedLines(date);
  expect(exported.filter((line) => line.startsWith("own,")).map(sourceOf)).toEqual(["acme", "acme", "acme"]);
  expect(exported.filter((line) => line.startsWith("plain,")).map(sourceOf)).toContain("");
  const rows = exported.map((line) => {
    const [device = "", at = ""] = line.split(",");
    return `${device} ${new Date(at).toISOString()}`;
  });
  expect(rows.toSorted()).toEqual([...expected].toSorted());
  const { executions = [] } = await app.sfn.send(
    new ListExecutionsCommand({ stateMachineArn: app.output("fileIntakeArn"), statusFilter: "RUNNING" }),
  );
  expect(executions).toEqual([]);
});

/** The source of an exported row. */
function sourceOf(line: string): string {
  return line.split(",")[exportColumns.findIndex(({ name }) => name === "source")] ?? "";
}

/** Reports that a file had as well. */
function sameAsDropped(device: string) {
  return [0, 1, 2].map((index) => report(device, index, { latitude: 35.6 + index / 1e6, longitude: 139.76 }));
}
