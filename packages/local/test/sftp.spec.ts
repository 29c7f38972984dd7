// The door of partners that speak SFTP: Transfer Family in front of the inbox.
import { randomBytes } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { receiptSchema } from "@ashiato/core/file-intake/receipt";
import { parseReceiptKey } from "@ashiato/core/intake-keys";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { makeKeyPair } from "../src/services/transfer/key-pair.ts";
import { canRun } from "./support/debian-tools.ts";
import { layOutProject } from "./support/program-folder.ts";
import { report, RunningStage } from "./support/running-stage.ts";
import { called, Partner } from "./support/sftp-clients.ts";

const keys = { partner: makeKeyPair(), second: makeKeyPair(), logger: makeKeyPair() };
/** More than a part of an upload to S3. */
const largeBytes = 20 * 1024 * 1024;
/** What ssh2 sends as one packet: it holds back the rest of a longer one until the first is answered. */
const pieceBytes = 16 * 1024;

let folder: string;
let app: RunningStage;
let machine: Partner;

beforeAll(async () => {
  const users = {
    partner: { client: "partner", publicKeys: [keys.partner.public, keys.second.public] },
    "field-logger": { client: "logger-1", publicKeys: [keys.logger.public] },
  };
  folder = await layOutProject({ "users: {} as": `users: ${JSON.stringify(users)} as` });
  app = await RunningStage.start({ root: folder });
  machine = await Partner.at(app.output("sftpUrl"));
  // A slow machine needs the room.
}, 300_000);

afterAll(async () => {
  await app?.stop();
  await machine?.remove();
  await rm(folder, { recursive: true, force: true });
});

function inboxObject(key: string) {
  return { Bucket: app.output("inboxBucket"), Key: key };
}

async function inboxKeys(prefix: string): Promise<string[]> {
  const { Contents = [] } = await app.s3.send(
    new ListObjectsV2Command({ Bucket: app.output("inboxBucket"), Prefix: prefix }),
  );
  return Contents.map(({ Key = "" }) => Key);
}

async function inboxBytes(key: string): Promise<Buffer> {
  const { Body } = await app.s3.send(new GetObjectCommand(inboxObject(key)));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

/** Waits for a line of the server's log with these words. */
async function logged(words: string): Promise<void> {
  const [logGroupName] = app.stage.plan.services.transfer[0]?.logGroups ?? [];
  await vi.waitFor(
    async () => {
      const { events = [] } = await app.logs.send(new FilterLogEventsCommand({ logGroupName }));
      expect(events.map(({ message }) => message).join("\n")).toContain(words);
    },
    { interval: 100 },
  );
}

function csv(device: string, count: number): string {
  const rows = Array.from(
    { length: count },
    (_, index) => `${device},${report("", index).timestamp},35.6,139.7`,
  );
  return `device_id,recorded_at,latitude,longitude\n${rows.join("\n")}\n`;
}

// The package openssh-client.
describe.skipIf(!canRun("ssh", "-V"))("OpenSSH's sftp", () => {
  const partner = (...commands: string[]) => machine.sftp("partner", keys.partner, commands);

  it("puts a file that is registered, by each of the user's keys", async () => {
    await machine.file("nightly.csv", csv("van", 30));
    expect(await partner("put nightly.csv")).toMatchObject({ code: 0, err: "" });
    const receipt = await vi.waitFor(
      async () => {
        const receiptKeys = (await app.keys("lakeBucket", "intake/partner/")).filter(parseReceiptKey);
        const [text] = await Promise.all(receiptKeys.map((key) => app.read("lakeBucket", key)));
        const found = receiptSchema.parse(JSON.parse(text ?? "null"));
        expect(found.endedAt).not.toBeNull();
        return found;
      },
      { interval: 100 },
    );
    expect(receipt).toMatchObject({ name: "nightly.csv", status: "registered", rows: { accepted: 30 } });
    const { code, out } = await machine.sftp("partner", keys.second, ["ls -l"]);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^-rw-r--r-- .* nightly\.csv$/m) });
  });

  it("moves a large file in parts, and gets it back byte by byte", async () => {
    const bytes = randomBytes(largeBytes);
    await machine.file("large.bin", bytes);
    expect(await partner("put -p large.bin", "get large.bin back.bin")).toMatchObject({ code: 0, err: "" });
    expect((await inboxBytes("partner/large.bin")).equals(bytes)).toBe(true);
    expect((await readFile(path.join(machine.folder, "back.bin"))).equals(bytes)).toBe(true);
  });

  it("makes, lists and removes folders, and renames files", async () => {
    await machine.file("empty.csv", "");
    const { code, out, err } = await partner(
      "mkdir days",
      "put empty.csv days/a.csv",
      "rename days/a.csv days/b.csv",
      "ls -1 days",
      "cd days",
      "pwd",
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("\ndays/b.csv\n");
    expect(out).toContain("Remote working directory: /days");
    expect(await inboxKeys("partner/days")).toEqual(["partner/days/", "partner/days/b.csv"]);
    expect(await partner("rmdir days")).toMatchObject({ code: 1, err: expect.stringContaining("Failure") });
    expect(await partner("rm days/b.csv", "rmdir days")).toMatchObject({ code: 0 });
    expect(await inboxKeys("partner/days")).toEqual([]);
  });

  it.each([
    ["reput nightly.csv", "Operation unsupported"],
    ["rename kept moved", "Operation unsupported"],
    ["rm kept", "Operation unsupported"],
    ["ln -s nightly.csv link.csv", "Operation unsupported"],
    ["get absent.csv", "not found"],
    ["rm absent.csv", "No such file"],
    ["mkdir kept", "Failure"],
  ])("is answered to %s as by Transfer Family", async (command, words) => {
    await app.s3.send(new PutObjectCommand({ ...inboxObject("partner/kept/"), Body: "", ContentLength: 0 }));
    await app.s3.send(new PutObjectCommand({ ...inboxObject("partner/nightly.csv"), Body: "x" }));
    await machine.file("nightly.csv", csv("van", 30));
    const { code, err } = await partner(command);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(words) });
  });

  it("is let in by the user's own keys alone", async () => {
    const denied = { code: 255, err: expect.stringContaining("Permission denied (publickey)") };
    expect(await machine.sftp("partner", keys.logger, ["ls"])).toMatchObject(denied);
    expect(await machine.sftp("stranger", keys.partner, ["ls"])).toMatchObject(denied);
    await logged("AUTH_FAILURE");
  });

  it("sees nothing outside of the client's folder", async () => {
    await app.s3.send(new PutObjectCommand({ ...inboxObject("logger-1/secret.csv"), Body: "secret" }));
    for (const place of ["../logger-1/secret.csv", "/logger-1/secret.csv", "../../logger-1/secret.csv"]) {
      expect(await partner(`get ${place}`)).toMatchObject({ code: 1 });
    }
    expect((await partner("ls -1 /..")).out).not.toContain("logger-1");
    await partner("put nightly.csv ../logger-1.csv");
    expect(await inboxKeys("logger-1")).toEqual(["logger-1/secret.csv"]);
    expect(await inboxKeys("partner/logger-1.csv")).toEqual(["partner/logger-1.csv"]);
  });
});

it("lets the role of a user reach the client's folder alone", async () => {
  await app.s3.send(new PutObjectCommand({ ...inboxObject("logger-1/other.csv"), Body: "secret" }));
  const user = app.stage.plan.services.transfer[0]?.users.find(({ name }) => name === "partner");
  const { credentials } = app.stage.access.assumeRole(user?.roleArn ?? "", {
    service: "transfer.amazonaws.com",
    sessionName: "partner",
    sourceArn: user?.arn ?? "",
  });
  const { s3: endpoint } = app.stage.endpoints;
  const s3 = new S3Client({ region: app.stage.plan.region, credentials, endpoint, forcePathStyle: true });
  const { Bucket } = inboxObject("");
  const refused = { name: "AccessDenied" };
  await expect(s3.send(new GetObjectCommand(inboxObject("logger-1/other.csv")))).rejects.toMatchObject(
    refused,
  );
  await expect(s3.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject(refused);
  await expect(s3.send(new ListObjectsV2Command({ Bucket, Prefix: "logger-1/" }))).rejects.toMatchObject(
    refused,
  );
  await expect(s3.send(new ListObjectsV2Command({ Bucket, Prefix: "partner/" }))).resolves.toBeDefined();
  s3.destroy();
});

it("leaves nothing of a file whose connection is cut", async () => {
  const { client, sftp } = await machine.connect("partner", keys.partner);
  const handle = await called<Buffer>((done) => sftp.open("cut.bin", "w", done));
  const piece = Buffer.alloc(pieceBytes, "x");
  await Promise.all(
    Array.from({ length: largeBytes / pieceBytes }, (_, index) =>
      called((done) => sftp.write(handle ?? Buffer.of(), piece, 0, pieceBytes, index * pieceBytes, done)),
    ),
  );
  const { Bucket } = inboxObject("");
  const uploads = async () =>
    (await app.s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads?.map(({ Key }) => Key) ?? [];
  expect(await uploads()).toEqual(["partner/cut.bin"]);
  client.destroy();
  await logged("PARTIAL_CLOSE");
  await vi.waitFor(async () => expect(await uploads()).toEqual([]), { interval: 50 });
  expect(await inboxKeys("partner/cut")).toEqual([]);
});

it("puts pieces in their order, and makes no object of a file with a gap", async () => {
  const { client, sftp } = await machine.connect("partner", keys.partner);
  const write = async (name: string, pieces: readonly (readonly [number, string])[]) => {
    const handle = (await called<Buffer>((done) => sftp.open(name, "w", done))) ?? Buffer.of();
    await Promise.all(
      pieces.map(([position, text]) =>
        called((done) => sftp.write(handle, Buffer.from(text), 0, text.length, position, done)),
      ),
    );
    await called((done) => sftp.close(handle, done));
  };
  await write("pieces.txt", [
    [4, "ef"],
    [2, "cd"],
    [0, "ab"],
  ]);
  expect((await inboxBytes("partner/pieces.txt")).toString()).toBe("abcdef");
  await expect(
    write("gap.txt", [
      [0, "ab"],
      [4, "ef"],
    ]),
  ).rejects.toThrow("gap at byte 2");
  expect(await inboxKeys("partner/gap")).toEqual([]);
  await expect(called((done) => sftp.open("pieces.txt", "wx", done))).rejects.toThrow("exists");
  await expect(called((done) => sftp.open("pieces.txt", "a", done))).rejects.toThrow("whole");
  client.end();
});

it("runs no command and opens no tunnel", async () => {
  const { client } = await machine.connect("partner", keys.partner);
  await expect(called((done) => client.exec("id", done))).rejects.toThrow("Unable to exec");
  const port = Number(new URL(app.stage.endpoints.api).port);
  await expect(called((done) => client.forwardOut("127.0.0.1", 1, "127.0.0.1", port, done))).rejects.toThrow(
    "Channel open failure",
  );
  client.end();
});
