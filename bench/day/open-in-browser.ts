import { chromium, type Page } from "playwright-core";

export type Opening = {
  /** The browser's program. */
  chromium: string;
  api: { apiUrl: string; tokens: { download: string } };
  /** Business date, `yyyy-MM-dd`. */
  date: string;
};

/** What a step took, with the requests and the bytes of the answers' bodies, as they came. */
type Step = { seconds: number; requests: number; bytes: number };

export type OpenedDay = {
  opened: Step;
  track: Step;
  /** The longest of the steps of the map's slider from hour to hour, until the page shows the hour. */
  hourMilliseconds: number;
  /** What the page's thread works for such a step on average, without the drawing of the map. */
  workMilliseconds: number;
};

/** A day of millions of rows takes this long to be drawn, on a machine that has much else to do. */
const patience = 600_000;
const hours = 12;

/**
 * Opens a day in the console, in a browser without a cache: until its map is drawn, then from hour to hour,
 * then until a device's track is there. Waits first for the picture, which is made after the version.
 */
export async function openDay({ chromium: executablePath, api, date }: Opening): Promise<OpenedDay> {
  const context = await chromium.launchPersistentContext("", {
    executablePath,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--use-gl=angle",
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
    ],
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
    const { hourMilliseconds, workMilliseconds } = await stepByHours(page);
    const track = await stepOf(page, async () => {
      await page
        .getByRole("button", { name: /^Show the track of/ })
        .first()
        .click();
      await page.getByText(/: [\d,]+ rows/).waitFor();
    });
    return { opened, track, hourMilliseconds, workMilliseconds };
  } finally {
    await context.close();
  }
}

async function stepByHours(page: Page): Promise<Pick<OpenedDay, "hourMilliseconds" | "workMilliseconds">> {
  const worked = await workOf(page);
  const before = await worked();
  const slider = page.getByRole("slider", { name: "Hour" });
  await slider.focus();
  let longest = 0;
  for (let hour = 0; hour < hours; hour += 1) {
    const started = performance.now();
    await page.keyboard.press("ArrowRight");
    await page.evaluate("new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)))");
    longest = Math.max(longest, performance.now() - started);
  }
  return { hourMilliseconds: longest, workMilliseconds: ((await worked()) - before) / hours };
}

/** Returns what tells how long the page's thread has worked: scripts, styles and layout, in milliseconds. */
async function workOf(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1_000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
  };
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
