// How the console's page and files are served.
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RunningStage } from "./support/running-stage.ts";

/** Of all that a browser loads before the first page is shown. */
const maxScriptBytes = 300_000;

let app: RunningStage;

beforeAll(async () => {
  app = await RunningStage.start();
});

afterAll(() => app.stop());

type Answered = { status: number; headers: Record<string, string | string[] | undefined>; body: Buffer };

/** Asks without the decompression of `fetch`. */
async function get(path: string, headers: Record<string, string> = {}): Promise<Answered> {
  const sent = request(`${app.stage.endpoints.api}${path}`, { headers });
  sent.end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  const body = await buffer(answer);
  return { status: answer.statusCode ?? 0, headers: answer.headers, body };
}

async function pageAt(path: string): Promise<string> {
  return (await get(path)).body.toString();
}

/** Returns the paths of the files that a page names. */
async function filesOfPage(): Promise<string[]> {
  const page = await pageAt("/console");
  return [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = ""]) => path);
}

it("answers each address of the console with the page, which is asked for anew each time", async () => {
  const page = await get("/console");
  expect(page).toMatchObject({
    status: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-cache",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  });
  for (const path of ["/console/", "/console/days/2026-11-26", "/console/runs/api-1?x=1"]) {
    expect(await pageAt(path)).toBe(page.body.toString());
  }
  const etag = String(page.headers["etag"]);
  expect(await get("/console", { "if-none-match": etag })).toMatchObject({ status: 304, body: Buffer.of() });
});

it("runs and loads nothing but its own, and asks no host but the stage's", async () => {
  const policy = String((await get("/console")).headers["content-security-policy"]);
  expect(policy).not.toContain("unsafe");
  const rules = new Map(
    policy.split("; ").map((rule): [string, string[]] => {
      const [name = "", ...sources] = rule.split(" ");
      return [name, sources];
    }),
  );
  const { s3 } = app.stage.endpoints;
  expect(rules.get("default-src")).toEqual(["'none'"]);
  expect(rules.get("script-src")).toEqual(["'self'"]);
  expect(rules.get("connect-src")).toEqual([
    "'self'",
    new URL(app.output("liveUrl")).origin,
    new URL(s3).origin,
  ]);
  const page = await pageAt("/console");
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\bon\w+=|https?:\/\//);
});

it("has files that are cached for a year, compressed in the way that a browser takes", async () => {
  const files = await filesOfPage();
  expect(files.length).toBeGreaterThanOrEqual(3);
  for (const path of files) {
    expect(path).toMatch(/^\/console\/assets\/.+-[\w-]{8}\.\w+$/);
    const plain = await get(path);
    expect(plain).toMatchObject({
      status: 200,
      headers: { "cache-control": "public, max-age=31536000, immutable", vary: "accept-encoding" },
    });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    const brotli = await get(path, { "accept-encoding": "gzip, deflate, br" });
    expect(brotli.headers["content-encoding"]).toBe("br");
    expect(brotliDecompressSync(brotli.body)).toEqual(plain.body);
    const gzip = await get(path, { "accept-encoding": "gzip" });
    expect(gzip.headers["content-encoding"]).toBe("gzip");
    expect(gunzipSync(gzip.body)).toEqual(plain.body);
  }
});

it("loads less than 300 KB of script for a first view, and the map only where it is shown", async () => {
  const scripts = (await filesOfPage()).filter((path) => path.endsWith(".js"));
  expect(scripts.length).toBeGreaterThan(0);
  let bytes = 0;
  for (const path of scripts) {
    bytes += (await get(path, { "accept-encoding": "br" })).body.length;
    expect((await get(path)).body.toString()).not.toContain("maplibregl-canvas");
  }
  expect(bytes).toBeLessThan(maxScriptBytes);
});

it("has no other file, and none outside of its build", async () => {
  for (const path of ["assets/none.js", "assets/..%2fmanifest.json", "assets/__proto__", "assets/"]) {
    expect((await get(`/console/${path}`)).status, path).toBe(404);
  }
  expect(await pageAt("/console/manifest.json")).toContain("<!doctype html>");
});
