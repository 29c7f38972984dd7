import { execFile } from "node:child_process";
import { hash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import {
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { datedRow, sourceOfRow } from "@ashiato/core/work-row";
import { z } from "zod";
import { strToU8, zipSync } from "fflate";
import { type Upload, uploadListSchema, uploadSchema } from "@ashiato/core/api/upload-schemas";
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from "vitest";
import type { Gate, GateRequest } from "../src/services/gate.ts";
import { root } from "./support/evaluated.ts";
import { runScript } from "./support/run-script.ts";
import { report, RunningStage } from "./support/running-stage.ts";

const run = promisify(execFile);
const asked: GateRequest[] = [];
/** Lets everything pass, and remembers it. */
const gate: Gate = {
  pass: async (request) => {
    asked.push(request);
  },
};

let app: RunningStage;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ashiato-uploads-"));
  app = await RunningStage.start({ gate });
}, 300_000);

afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true });
});

function csv(device: string, rows: number): string {
  const lines = Array.from(
    { length: rows },
    (_, second) => `${device},${report("", second).timestamp},35,139`,
  );
  return `${["device_id,recorded_at,latitude,longitude", ...lines].join("\n")}\n`;
}

async function ask(
  method: string,
  route: string,
  { body, key = app.stage.tokens.ingest }: { body?: unknown; key?: string } = {},
): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(new URL(route, app.stage.endpoints.api), {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

async function announce(file: object): Promise<Upload> {
  const { status, body } = await ask("POST", "/v1/uploads", { body: file });
  expect({ status, body }).toMatchObject({ status: 201 });
  return uploadSchema.parse(body);
}

async function put(link: Upload["put"], content: string, headers: Record<string, string> = {}) {
  const { "content-length": _, ...others } = link?.headers ?? {};
  return fetch(link?.url ?? "", { method: "PUT", body: content, headers: { ...others, ...headers } });
}

async function ended({ upload }: Upload, key?: string): Promise<Upload> {
  return vi.waitFor(
    async () => {
      const found = uploadSchema.parse(
        (await ask("GET", `/v1/uploads/${upload}`, { ...(key !== undefined && { key }) })).body,
      );
      expect(["waiting", "inspecting", "converting"]).not.toContain(found.status);
      return found;
    },
    { interval: 100 },
  );
}

it("takes a file that curl puts to the link, and says what became of it", async () => {
  const content = csv("curl", 20);
  const file = path.join(folder, "nightly.csv");
  await writeFile(file, `${content}curl,never,35,139\n`);
  const bytes = Buffer.byteLength(content) + "curl,never,35,139\n".length;
  const upload = await announce({ name: "nightly.csv", bytes, contentType: "text/csv", client: "partner" });
  expect(upload).toMatchObject({ status: "waiting", client: "partner", bytes });
  const headers = Object.entries(upload.put?.headers ?? {}).flatMap(([name, value]) => [
    "-H",
    `${name}: ${value}`,
  ]);
  await run("curl", ["-sS", "--fail-with-body", "-T", file, ...headers, upload.put?.url ?? ""]);
  expect(await ended(upload)).toMatchObject({
    status: "registered",
    rows: { read: 21, accepted: 20, rejected: 1 },
    rejects: [{ line: 22, text: "curl,never,35,139" }],
  });
  const { uploads } = uploadListSchema.parse((await ask("GET", "/v1/uploads?limit=1")).body);
  expect(uploads).toMatchObject([{ upload: upload.upload, status: "registered" }]);
});

it("knows contents again that came whole when they come in parts", async () => {
  const content = csv("twice", 30);
  const upload = await announce({ name: "whole.csv", bytes: Buffer.byteLength(content), client: "partner" });
  expect((await put(upload.put, content)).status).toBe(200);
  expect(await ended(upload)).toMatchObject({ status: "registered" });
  const object = { Bucket: app.output("inboxBucket"), Key: "partner/in-parts.csv" };
  const { UploadId } = await app.s3.send(new CreateMultipartUploadCommand(object));
  const part = { ...object, UploadId, PartNumber: 1 };
  const { ETag } = await app.s3.send(new UploadPartCommand({ ...part, Body: content }));
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await app.s3.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload }));
  await vi.waitFor(
    async () => {
      const { out } = await runScript("ashiato.ts", ["intake", "--directory", app.directory], root);
      expect(out).toMatch(/partner\/in-parts\.csv\s+same/);
    },
    { interval: 100 },
  );
});

it("signs a link for this file alone: its length, checksum, type and place, and once", async () => {
  const content = csv("once", 3);
  const bytes = Buffer.byteLength(content);
  const sha256 = hash("sha256", content, "hex");
  const { put: link, ...upload } = await announce({ name: "once.csv", bytes, sha256 });
  const code = async (answer: Response) =>
    `${answer.status} ${/<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1] ?? ""}`;
  expect(await code(await put(link, `${content}x`))).toBe("403 SignatureDoesNotMatch");
  expect(await code(await put(link, content.replace("once", "ecno")))).toBe("400 BadDigest");
  expect(await code(await put(link, content, { "content-type": "text/html" }))).toBe(
    "403 SignatureDoesNotMatch",
  );
  const checksum = { "x-amz-checksum-sha256": hash("sha256", "other", "base64") };
  expect(await code(await put(link, content, checksum))).toBe("403 SignatureDoesNotMatch");
  const elsewhere = { headers: link?.headers ?? {}, url: (link?.url ?? "").replace("once.csv", "other.csv") };
  expect(await code(await put(elsewhere, content))).toBe("403 SignatureDoesNotMatch");
  expect(await code(await put(link, content))).toBe("200 ");
  expect(await code(await put(link, content))).toBe("412 PreconditionFailed");
  expect(await ended(upload)).toMatchObject({ status: "registered", client: "api" });
});

it("says why a file failed", async () => {
  const upload = await announce({ name: "report.pdf", bytes: 8 });
  expect((await put(upload.put, "%PDF-1.7")).status).toBe(200);
  expect(await ended(upload)).toMatchObject({
    status: "failed",
    reason: expect.stringContaining("a PDF"),
  });
});

/** An archive of 101 MiB, of which a small file alone is read. */
function largeArchive(device: string): Uint8Array {
  return zipSync({
    "__MACOSX/._fill": [new Uint8Array(101 * 1024 ** 2), { level: 0 }],
    "track.csv": strToU8(csv(device, 5)),
  });
}

it("takes a large file in parts, and is resumed by the command where it broke off", async () => {
  const archive = largeArchive("parts");
  const file = path.join(folder, "large.zip");
  await writeFile(file, archive);
  const upload = await announce({ name: "large.zip", bytes: archive.length, client: "partner" });
  expect(upload.parts).toHaveLength(2);
  const early = await ask("POST", `/v1/uploads/${upload.upload}/complete`);
  expect(early).toMatchObject({ status: 409, body: { error: { code: "PartsMissing" } } });
  const [first] = upload.parts ?? [];
  const body = archive.slice(first?.from, (first?.from ?? 0) + (first?.bytes ?? 0));
  expect((await fetch(first?.url ?? "", { method: "PUT", body })).status).toBe(200);
  const resumed = uploadSchema.parse((await ask("GET", `/v1/uploads/${upload.upload}`)).body);
  expect(resumed.parts?.map(({ number }) => number)).toEqual([2]);
  asked.length = 0;
  const outcome = await runScript(
    "ashiato.ts",
    ["upload", file, "--client", "partner", "--directory", app.directory],
    root,
  );
  expect(outcome).toMatchObject({ code: 0, out: expect.stringContaining("registered: 5 rows accepted") });
  const numbers = asked.flatMap(({ method, url }) =>
    method === "PUT" ? (/partNumber=(\d+)/.exec(url)?.[1] ?? []) : [],
  );
  expect(numbers).toEqual(["2"]);
  expect(await ended(upload)).toMatchObject({ status: "registered" });
});

it("uploads files by the command, and fails where one of them fails", async () => {
  const good = path.join(folder, "good.csv");
  const bad = path.join(folder, "bad.csv");
  await writeFile(good, csv("good", 4));
  await writeFile(bad, "device_id,recorded_at,latitude,longitude\na,never,1,2\n");
  const { code, out } = await runScript(
    "ashiato.ts",
    ["upload", good, bad, "--directory", app.directory],
    root,
  );
  expect(code).toBe(1);
  expect(out).toContain("good.csv: registered: 4 rows accepted");
  expect(out).toMatch(/bad\.csv: failed: .*breaks a rule[\s\S]*line 2: /);
});

/** The rows of a device that wait for the next run. */
async function waitingRows(device: string): Promise<string[]> {
  const bodies = await Promise.all(
    (await app.keys("lakeBucket", "work/")).map(async (Key) => {
      const { Body } = await app.s3.send(new GetObjectCommand({ Bucket: app.output("lakeBucket"), Key }));
      return gunzipSync((await Body?.transformToByteArray()) ?? "").toString();
    }),
  );
  const rows = bodies.flatMap((text) => text.split("\n")).map((row) => datedRow(row, "Asia/Tokyo"));
  return rows.filter((row) => row.includes(`,${device},`));
}

it("takes a client's file into its folder alone, with its source, and shows it to no other", async () => {
  const client = { id: "rider", name: "Rider", rights: ["uploads"] };
  const created = await ask("POST", "/v1/clients", { body: client, key: app.stage.tokens.download });
  const { key } = z.object({ key: z.string() }).parse(created.body);
  const content = csv("van-9", 2);
  const file = { name: "rider.csv", bytes: Buffer.byteLength(content) };
  const refused = await ask("POST", "/v1/uploads", { body: { ...file, client: "partner" }, key });
  expect(refused).toMatchObject({ status: 400, body: { error: { code: "InvalidBody" } } });
  const upload = uploadSchema.parse((await ask("POST", "/v1/uploads", { body: file, key })).body);
  expect(upload.client).toBe("rider");
  expect((await ask("GET", `/v1/uploads/${upload.upload}`)).status).toBe(404);
  expect((await put(upload.put, content)).status).toBe(200);
  expect(await ended(upload, key)).toMatchObject({ status: "registered" });
  const { uploads } = uploadListSchema.parse((await ask("GET", "/v1/uploads", { key })).body);
  expect(uploads.map(({ name }) => name)).toEqual(["rider.csv"]);
  expect((await waitingRows("van-9")).map(sourceOfRow)).toEqual(["rider", "rider"]);
});

/** Has the files of a client announced, on a topic that is not there. */
async function announceInVain(client: string): Promise<void> {
  const stateMachineArn = app.output("fileIntakeArn");
  const { definition = "" } = await app.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  onTestFinished(async () => {
    await app.sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
  });
  const announced = definition.replace(
    '"clients":{}',
    JSON.stringify({ clients: { [client]: { announce: true } } }).slice(1, -1),
  );
  const machine = z
    .looseObject({ States: z.looseObject({ Announce: z.looseObject({}) }) })
    .parse(JSON.parse(announced));
  const { Retry: _, ...state } = machine.States.Announce;
  const TopicArn = "arn:aws:sns:ap-northeast-1:000000000000:none";
  machine.States.Announce = { ...state, Arguments: { TopicArn, Message: "registered" } };
  await app.sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition: JSON.stringify(machine) }));
}

it("keeps a file registered of which the mail cannot be sent", async () => {
  await announceInVain("unheard");
  const content = csv("unheard", 2);
  const upload = await announce({
    name: "unheard.csv",
    bytes: Buffer.byteLength(content),
    client: "unheard",
  });
  expect((await put(upload.put, content)).status).toBe(200);
  await ended(upload);
  await vi.waitFor(
    async () => {
      const { executions } = await app.sfn.send(
        new ListExecutionsCommand({ stateMachineArn: app.output("fileIntakeArn"), maxResults: 1 }),
      );
      expect(executions).toMatchObject([{ status: "FAILED" }]);
    },
    { interval: 100 },
  );
  expect(await ended(upload)).toMatchObject({ status: "registered", rows: { accepted: 2 } });
  expect(await waitingRows("unheard")).toHaveLength(2);
});

it.each([
  [{ name: "a/b.csv", bytes: 1 }, "name must have 1 to 200 characters"],
  [{ name: "\ud800.csv", bytes: 1 }, "name must not have half a character"],
  [{ name: "a.csv", bytes: 0 }, "bytes must be at least 1"],
  [{ name: "a.csv", bytes: 51 * 1024 ** 3 }, "bytes must be at most 53687091200"],
  [{ name: "a.csv", bytes: 1, client: "Partner" }, "client must have"],
  [{ name: "a.csv", bytes: 6 * 1024 ** 3, sha256: "0".repeat(64) }, "sha256 must be absent"],
])("refuses %j", async (body, words) => {
  const answer = await ask("POST", "/v1/uploads", { body });
  expect(answer).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringContaining(words) } },
  });
});
