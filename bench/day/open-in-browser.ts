import { chromium, type Page } from "playwright-core";
import { z } from "zod";
import { median } from "../median.ts";

export type Opening = {
  /** The browser's program. */
  chromium: string;
  api: { apiUrl: string; tokens: { download: string } };
  /** Business date, `yyyy-MM-dd`. */
  date: string;
};

/** What a step took, with the requests and the bytes of the answers' bodies, as they came. */
type Step = { seconds: number; requests: number; bytes: number };

type Spread = { median: number; most: number };

export type OpenedDay = {
  opened: Step;
  track: Step;
  hours: {
    /** Of the slider's steps from hour to hour, from the key to the next paint. */
    paintMilliseconds: Spread;
    /** Until the map was drawn, too. */
    mapMilliseconds: Spread;
  };
};

/** A day of millions of rows takes this long to be drawn, on a machine that has much else to do. */
const patience = 600_000;
const hourSteps = 12;

/** Browsers round to 8 ms, and count from the key's event to the paint of the frame after it. */
const watchKeys = `new PerformanceObserver((list) => {
  for (const { name, duration } of list.getEntries()) {
    if (name === "keydown") keys.push(duration);
  }
}).observe({ type: "event", durationThreshold: 16 });
window.keys = [];
undefined`;
/** The page gives the map its hour after the frame that moves the slider, and the map draws in the next. */
const mapDrawn = `new Promise((drawn) => {
  const after = (frames) => requestAnimationFrame(() => (frames === 0 ? setTimeout(drawn) : after(frames - 1)));
  after(2);
})`;

/**
 * Opens a day in the console, in a browser without a cache: until its map is drawn, then from hour to hour,
 * then until a device's track is there. Waits first for the picture, which is made after the version.
 */
export async function openDay({ chromium: executablePath, api, date }: Opening): Promise<OpenedDay> {
  const context = await chromium.launchPersistentContext("", {
    executablePath,
    headless: true,
    args: ["--no-sandbox", "--disable-background-networking", "--disable-gpu", "--enable-unsafe-swiftshader"],
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    await page.goto(`${api.apiUrl}/console`);
    await page.getByLabel("Key", { exact: true }).fill(api.tokens.download);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("navigation", { name: "Pages" }).waitFor();
    const address = `${api.apiUrl}/console/days/${date}`;
    await page.goto(address);
    await page.locator(".maplibregl-canvas").waitFor();

    const opened = await stepOf(page, async () => {
      await page.goto(address);
      await page.locator(".maplibregl-canvas").waitFor();
    });
    const hours = await stepByHours(page);
    const track = await stepOf(page, async () => {
      await page
        .getByRole("button", { name: /^Show the track of/ })
        .first()
        .click();
      await page.getByText(/: [\d,]+ rows/).waitFor();
    });
    return { opened, track, hours };
  } finally {
    await context.close();
  }
}

async function stepByHours(page: Page): Promise<OpenedDay["hours"]> {
  const slider = page.getByRole("slider", { name: "Hour" });
  await slider.focus();
  await page.evaluate(watchKeys);
  const drawn: number[] = [];
  for (let step = 0; step < hourSteps; step += 1) {
    const started = performance.now();
    await page.keyboard.press("ArrowRight");
    await page.evaluate(mapDrawn);
    drawn.push(performance.now() - started);
  }
  const keys = z.array(z.number()).parse(await page.evaluate("keys"));
  return { paintMilliseconds: spreadOf(keys), mapMilliseconds: spreadOf(drawn) };
}

function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), most: Math.max(...values) };
}

async function stepOf(page: Page, act: () => Promise<void>): Promise<Step> {
  const sizes: Promise<number>[] = [];
  const count = (response: {
    request: () => { sizes: () => Promise<{ responseBodySize: number }> };
  }): void => {
    const size = response.request().sizes();
    sizes.push(size.then(({ responseBodySize }) => responseBodySize).catch(() => 0));
  };
  page.on("response", count);
  const started = performance.now();
  await act();
  const seconds = (performance.now() - started) / 1_000;
  page.off("response", count);
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  return { seconds, requests: sizes.length, bytes };
}
