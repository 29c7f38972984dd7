// Streets on the console's maps: a style of another host, and what the browser may ask for it.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ConsolePage } from "./support/console-page.ts";
import { skipsChromium } from "./support/find-chromium.ts";
import { report, RunningStage } from "./support/running-stage.ts";

/** A green point, which a tile stretches. */
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** A host of styles, tiles, glyphs and sprites, which notes what it is asked for. */
class StyleHost {
  readonly asked: string[] = [];
  style: object | undefined;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(({ url = "" }, response) => {
      const { pathname } = new URL(url, "http://127.0.0.1");
      this.asked.push(pathname);
      response.setHeader("access-control-allow-origin", "*");
      if (pathname === "/style.json") {
        response.statusCode = this.style === undefined ? 503 : 200;
        response.end(JSON.stringify(this.style ?? {}));
        return;
      }
      response.end(
        pathname.endsWith(".png") ? png : pathname.endsWith(".json") ? JSON.stringify({}) : Buffer.of(),
      );
    });
  }

  static async open(): Promise<StyleHost> {
    const host = new StyleHost();
    host.#server.listen(0, "127.0.0.1");
    await once(host.#server, "listening");
    return host;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}

function tilesOf(origin: string): object {
  return { type: "raster", tiles: [`${origin}/tiles/{z}/{x}/{y}.png`], tileSize: 256 };
}

/** A style with tiles, a sprite and the glyphs of a name, by URLs relative to its own. */
function styleWith(sources: Record<string, object>): object {
  const place = { type: "Point", coordinates: [139.76, 35.68] };
  return {
    version: 8,
    glyphs: "fonts/{fontstack}/{range}.pbf",
    sprite: "/sprites/streets",
    sources: {
      ...sources,
      names: { type: "geojson", data: { type: "Feature", geometry: place, properties: {} } },
    },
    layers: [
      ...Object.keys(sources).map((source) => ({ id: source, type: "raster", source })),
      {
        id: "devices",
        type: "symbol",
        source: "names",
        layout: { "text-field": "Tokyo", "text-font": ["Sans"] },
      },
    ],
  };
}

it("refuses a setting that is no style when the program is evaluated", async () => {
  process.env["ASHIATO_STREETS_STYLE"] = "maps.example.org";
  try {
    await expect(RunningStage.start()).rejects.toThrow(
      'ASHIATO_STREETS_STYLE takes an https URL, or a path of the API\'s own host, got "maps.example.org"',
    );
  } finally {
    delete process.env["ASHIATO_STREETS_STYLE"];
  }
});

describe.skipIf(skipsChromium)("in Chromium", () => {
  let app: RunningStage;
  let shown: ConsolePage;
  let named: StyleHost;
  let tiles: StyleHost;
  let other: StyleHost;

  beforeAll(async () => {
    named = await StyleHost.open();
    tiles = await StyleHost.open();
    other = await StyleHost.open();
    process.env["ASHIATO_STREETS_STYLE"] = `${named.origin}/style.json`;
    process.env["ASHIATO_STREETS_HOSTS"] = tiles.origin;
    app = await RunningStage.start();
    shown = await ConsolePage.open();
    await app.post({ locations: [report("van-1", 1)] });
    await app.invoke("Store");
    await shown.signIn(`${app.stage.endpoints.api}/console`, app.stage.tokens.download);
  });

  afterAll(async () => {
    delete process.env["ASHIATO_STREETS_STYLE"];
    delete process.env["ASHIATO_STREETS_HOSTS"];
    await shown.close();
    await app.stop();
    await Promise.all([named, tiles, other].map((host) => host.close()));
  });

  afterEach(() => {
    shown.complaints.length = 0;
  });

  it("draws tiles, names and signs of the hosts that the setting names", async () => {
    named.style = styleWith({ own: tilesOf("."), tiles: tilesOf(tiles.origin) });
    await shown.goTo("Live");
    await expect.poll(() => named.asked).toContainEqual(expect.stringMatching(/^\/tiles\//));
    await expect.poll(() => tiles.asked).toContainEqual(expect.stringMatching(/^\/tiles\//));
    await expect
      .poll(() => named.asked)
      .toEqual(
        expect.arrayContaining(["/fonts/Sans/0-255.pbf", "/sprites/streets.json", "/sprites/streets.png"]),
      );
    expect(await shown.page.getByText("Not all streets could be loaded").count()).toBe(0);
    expect(shown.complaints).toEqual([]);
    expect(await shown.axe()).toEqual([]);
  });

  it("asks no host that the setting does not name, and says so", async () => {
    const { page } = shown;
    await shown.goTo("Runs");
    named.style = styleWith({ own: tilesOf("."), other: tilesOf(other.origin) });
    await shown.goTo("Live");
    await page.getByRole("alert").filter({ hasText: "Not all streets could be loaded" }).waitFor();
    expect(other.asked).toEqual([]);
    expect(shown.complaints.join("\n")).toContain(`Connecting to '${other.origin}/tiles/`);
    expect(await shown.axe()).toEqual([]);
  });

  it("keeps the land where the style cannot be loaded, and says so", async () => {
    const { page } = shown;
    await shown.goTo("Runs");
    named.style = undefined;
    const land = page.waitForResponse((answer) => /countries-.*\.json/.test(answer.url()));
    await shown.goTo("Live");
    const notice = page.getByRole("alert").filter({ hasText: "Not all streets could be loaded" });
    await notice.getByText(`${named.origin} answered with 503`).waitFor();
    expect((await land).status()).toBe(200);
    await page.getByRole("region", { name: "Map of the newest positions" }).waitFor();
    expect(await page.locator(".maplibregl-ctrl-attrib").innerText()).toContain("Natural Earth");
  });

  it("keeps the land where the style is not one", async () => {
    const { page } = shown;
    await shown.goTo("Runs");
    named.style = { version: 8, sources: {}, layers: [{ id: "roads", type: "motorway" }] };
    await shown.goTo("Live");
    await page.getByRole("alert").filter({ hasText: "Not all streets could be loaded" }).waitFor();
    await expect.poll(() => page.locator(".maplibregl-ctrl-attrib").innerText()).toContain("Natural Earth");
  });
});
