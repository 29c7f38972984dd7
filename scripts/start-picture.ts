// Makes README's picture of the console, of a stage with the demo's fleet: `node scripts/start-picture.ts`.
// Needs Debian's Chromium, or one that the variable CHROMIUM names.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { startStage } from "@ashiato/local/stage/start-stage";
import { chromium } from "playwright-core";
import { abortOnInterrupt } from "./interrupt.ts";
import { sendFleet } from "./start/send-fleet.ts";

const root = join(import.meta.dirname, "..");
const picture = join(root, "docs/images/console.png");
/** The demo's size. */
const reports = 20_000;
const say = (line: string): void => console.log(line);

/** Beside the stage of `npm start`; what an earlier picture left is started over. */
const directory = join(root, ".ashiato/picture");
const stage = await startStage({
  root,
  stage: "local",
  directory,
  fresh: true,
  say,
  onFault: (fault) => say(String(fault)),
});
try {
  Object.assign(process.env, stage.environment);
  await sendFleet({
    apiUrl: stage.endpoints.api,
    tokens: stage.tokens,
    timeZone: stage.outputs["timeZone"] ?? "UTC",
    storeFunction: stage.functionName("Store"),
    directoryOption: "",
    reports,
    now: Date.now(),
    say,
    signal: abortOnInterrupt(),
  });
  await takePicture();
} finally {
  await stage.close();
}

/** Signs in, waits until the first page has everything, and keeps what a window of a laptop shows of it. */
async function takePicture(): Promise<void> {
  const browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-background-networking"],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 760 }, locale: "en-GB" });
    page.setDefaultTimeout(120_000);
    await page.goto(`${stage.endpoints.api}/console`);
    await page.getByLabel("Key", { exact: true }).fill(stage.tokens.download);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Reports received today").waitFor();
    await page.getByText("Live", { exact: true }).nth(1).waitFor();
    await page.locator(".figure-value", { hasText: "…" }).first().waitFor({ state: "detached" });
    await mkdir(join(root, "docs/images"), { recursive: true });
    await page.screenshot({ path: picture });
    say(`Wrote ${picture}`);
  } finally {
    await browser.close();
  }
}
