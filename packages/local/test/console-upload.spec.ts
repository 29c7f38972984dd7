// A client's files, uploaded by the console's page in a browser.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { appendFile, mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { uploadSchema } from "@ashiato/core/api/upload-schemas";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { clientsOf } from "./support/clients-of.ts";
import { ConsolePage } from "./support/console-page.ts";
import { skipsChromium } from "./support/find-chromium.ts";
import { report, RunningStage } from "./support/running-stage.ts";

const header = "device_id,recorded_at,latitude,longitude";
/** The API takes a larger file in parts. */
const wholeBytes = 100 * 1024 ** 2;

let app: RunningStage;
let shown: ConsolePage;
let directory: string;
let key: string;
const { add, ask } = clientsOf(() => app);

const consoleUrl = (of = "") => `${app.stage.endpoints.api}/console${of}`;

async function fileOf(name: string, text: string): Promise<string> {
  const file = path.join(directory, name);
  await writeFile(file, text);
  return file;
}

/** Chooses a file on the page of files. */
async function choose(file: string): Promise<void> {
  await shown.goTo("Files");
  await shown.page.locator("input[type=file]").setInputFiles(file);
  await shown.page.getByLabel("Name").waitFor();
}

const uploadButton = () => shown.page.getByRole("button", { name: "Upload", exact: true });

async function figure(label: string): Promise<string> {
  const { page } = shown;
  return page.locator(".figure").filter({ hasText: label }).locator(".figure-value").innerText();
}

async function uploadShown(): Promise<ReturnType<typeof uploadSchema.parse>> {
  const id = shown.page.url().split("/").at(-1) ?? "";
  return uploadSchema.parse(await (await ask(`/v1/uploads/${id}`, { token: key })).json());
}

describe.skipIf(skipsChromium)("in Chromium", () => {
  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "ashiato-upload-"));
    app = await RunningStage.start();
    key = await add("partner", ["uploads"]);
    shown = await ConsolePage.open();
    await shown.signIn(consoleUrl(), key);
  });

  afterAll(async () => {
    await shown.close();
    await app.stop();
    await rm(directory, { recursive: true });
  });

  afterEach(() => {
    expect(shown.complaints.splice(0)).toEqual([]);
  });

  it("uploads a CSV, whose rows are then kept or rejected with line and reason", async () => {
    const { page } = shown;
    const rows = Array.from({ length: 3_000 }, (_, index) => {
      const latitude = index === 1_234 ? 95 : 35;
      return `van-1,${report("van-1", index).timestamp},${latitude},139`;
    });
    await choose(await fileOf("night.csv", `${[header, ...rows].join("\n")}\n`));
    await uploadButton().click();
    await page.getByRole("heading", { level: 1, name: "night.csv" }).waitFor();
    await page.getByRole("main").getByText("registered", { exact: true }).waitFor();
    expect([await figure("Rows read"), await figure("Rows accepted"), await figure("Rows rejected")]).toEqual(
      ["3,000", "2,999", "1"],
    );
    const rejected = page.getByRole("region", { name: "Rejected rows" }).getByRole("row").nth(1);
    expect(await rejected.innerText()).toMatch(/^1236\s+latitude .*90/);
  });

  it("keeps the file and the name that was typed when the upload is refused or breaks off", async () => {
    const { page } = shown;
    await choose(await fileOf("walk.csv", `${header}\nvan-2,${report("van-2", 1).timestamp},35,139\n`));
    await page.getByLabel("Name").fill("a/b.csv");
    await page.getByRole("alert").getByText("A name has 1 to 200 characters").waitFor();
    expect(await uploadButton().isDisabled()).toBe(true);
    await page.getByLabel("Name").fill("evening.csv");

    await page.route("**/v1/uploads", (route) => route.abort());
    await uploadButton().click();
    await page.getByRole("alert").waitFor();
    expect(await page.getByLabel("Name").inputValue()).toBe("evening.csv");
    expect(await shown.axe()).toEqual([]);
    await page.unroute("**/v1/uploads");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { level: 1, name: "evening.csv" }).waitFor();
    await page.getByRole("main").getByText("registered", { exact: true }).waitFor();
    expect(shown.complaints.splice(0).every((text) => text.includes("ERR_FAILED"))).toBe(true);
  });

  it("says in words, also in Japanese, why a file is refused", async () => {
    const { page } = shown;
    await choose(await fileOf("empty.csv", ""));
    await page.getByRole("alert").getByText("This file is empty.").waitFor();
    await page.getByLabel("Language").selectOption("ja");
    await page.getByRole("alert").getByText("このファイルは空です。").waitFor();
    await page.getByLabel("言語").selectOption("en");

    await choose(await fileOf("picture.csv", "\u0089PNG\r\n\u001a\n and so on"));
    await uploadButton().click();
    await page.locator(".notice .cause").waitFor();
    expect(await page.locator(".notice .cause").innerText()).not.toBe("");
    expect((await uploadShown()).status).toBe("failed");
  });

  it("says at once that a file was changed while it was uploaded, and takes it anew", async () => {
    const { page } = shown;
    const file = await fileOf("growing.csv", `${header}\nvan-4,${report("van-4", 1).timestamp},35,139\n`);
    await choose(file);
    const announced = "**/v1/uploads";
    await page.route(announced, async (route) => {
      await appendFile(file, `van-4,${report("van-4", 2).timestamp},35,139\n`);
      await route.continue();
    });
    await uploadButton().click();
    await page.getByRole("alert").getByText("The browser cannot read the file").waitFor();
    await page.unroute(announced);
    expect(shown.complaints.splice(0)).toEqual([expect.stringContaining("ERR_UPLOAD_FILE_CHANGED")]);
    await choose(file);
    await uploadButton().click();
    await page.getByRole("heading", { level: 1, name: "growing.csv" }).waitFor();
    await page.getByRole("main").getByText("registered", { exact: true }).waitFor();
    expect(await figure("Rows accepted")).toBe("2");
  });

  it("takes a dropped file, by the keyboard to its end", async () => {
    const { page } = shown;
    await shown.goTo("Files");
    const text = `${header}\nvan-3,${report("van-3", 1).timestamp},35,139\n`;
    await page.evaluate(`{
      const transfer = new DataTransfer();
      transfer.items.add(new File([${JSON.stringify(text)}], "dropped.csv"));
      document.querySelector(".drop").dispatchEvent(
        new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }),
      );
    }`);
    await page.getByLabel("Name").focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "dropped.csv" }).waitFor();
    await page.getByRole("main").getByText("registered", { exact: true }).waitFor();
    expect(await figure("Rows accepted")).toBe("1");
  });

  it("uploads a large file in parts, sends one again that failed, and goes on after a cancel", async () => {
    const { page } = shown;
    const { file, bytes, sha256 } = await writeLarge();
    await choose(file);
    const puts: string[] = [];
    page.on("request", (request) => {
      if (request.method() === "PUT") {
        puts.push(new URL(request.url()).searchParams.get("partNumber") ?? "");
      }
    });
    // The second part does not arrive until the upload was canceled.
    await page.route(/partNumber=2&/, () => {});
    await uploadButton().click();
    await page.getByRole("progressbar").waitFor();
    // From outside of the page: its policy lets no text run as code.
    const sent = () => page.evaluate<number>("document.querySelector('progress').value");
    await vi.waitFor(async () => expect(await sent()).toBeGreaterThanOrEqual(64 * 1024 ** 2));
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("alert").getByText("The upload was canceled").waitFor();
    await page.unroute(/partNumber=2&/);

    await page.route(/partNumber=2&/, (route) => route.abort(), { times: 1 });
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { level: 1, name: "month.csv" }).waitFor();
    await page.getByRole("main").getByText("registered", { exact: true }).waitFor();
    expect(puts.toSorted()).toEqual(["1", "2", "2", "2"]);
    expect(await figure("Rows accepted")).toBe("1,200");
    const { upload } = await uploadShown();
    const object = { Bucket: app.output("inboxBucket"), Key: `partner/${upload}/month.csv` };
    const { Body, ContentLength } = await app.s3.send(new GetObjectCommand(object));
    expect(ContentLength).toBe(bytes);
    expect(await hashOf(Body as Readable)).toBe(sha256);
    expect(shown.complaints.splice(0).every((text) => text.includes("ERR_FAILED"))).toBe(true);
  });
});

/** Writes a CSV of few rows with a long remark each, which is no part of a report. */
async function writeLarge(): Promise<{ file: string; bytes: number; sha256: string }> {
  const file = path.join(directory, "month.csv");
  const written = await open(file, "w");
  await written.write(`${header},remark\n`);
  const remark = "x".repeat(95_000);
  for (let index = 0; index < 1_200; index += 1) {
    await written.write(`van-9,${report("van-9", index).timestamp},35,139,${remark}\n`);
  }
  const { size } = await written.stat();
  await written.close();
  expect(size).toBeGreaterThan(wholeBytes);
  return { file, bytes: size, sha256: await hashOf(createReadStream(file)) };
}

async function hashOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of chunks) {
    hash.update(chunk);
  }
  return hash.digest("hex");
}
