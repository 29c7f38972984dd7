// Pages of other origins, by the app's own setting: what a browser asks, and what it sends then.
import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { layOutProject } from "./support/program-folder.ts";
import { report, RunningStage } from "./support/running-stage.ts";

const page = "https://fleet.example.org";
const preflight = {
  "access-control-request-method": "POST",
  "access-control-request-headers": "authorization,content-type",
};

let folder: string;
let app: RunningStage;

beforeAll(async () => {
  folder = await layOutProject({ "allowedOrigins: []": `allowedOrigins: [${JSON.stringify(page)}]` });
  app = await RunningStage.start({ root: folder, stage: "local" });
});

afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

function call(route: string, init: RequestInit): Promise<Response> {
  return fetch(`${app.stage.endpoints.api}${route}`, init);
}

/** The headers of an answer that are about other origins. */
function corsOf({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith("access-control-")));
}

it.each(["/v1/locations", "/v1/locations/overland", "/v1/locations/traccar", "/v1/exports"])(
  "answers the preflight of an allowed origin for %s, without a token",
  async (route) => {
    const answer = await call(route, { method: "OPTIONS", headers: { origin: page, ...preflight } });
    expect(answer.status).toBe(204);
    expect(corsOf(answer)).toEqual({
      "access-control-allow-origin": page,
      "access-control-allow-methods": "GET,POST",
      "access-control-allow-headers": "authorization,content-encoding,content-type",
      "access-control-expose-headers": "retry-after",
      "access-control-max-age": "3600",
    });
  },
);

it("accepts reports from an allowed origin, which can read the answer", async () => {
  const headers = {
    origin: page,
    authorization: `Bearer ${app.stage.tokens.ingest}`,
    "content-type": "application/json",
  };
  const answer = await call("/v1/locations", {
    method: "POST",
    headers,
    body: JSON.stringify(report("page", 60)),
  });
  expect(answer.status).toBe(202);
  expect(await answer.json()).toMatchObject({ accepted: 1 });
  expect(corsOf(answer)).toEqual({
    "access-control-allow-origin": page,
    "access-control-expose-headers": "retry-after",
  });
  const refused = await call("/v1/locations", {
    method: "POST",
    headers: { ...headers, authorization: "x" },
  });
  expect(refused.status).toBe(403);
});

it("refuses a page of another origin, and sends other callers no CORS headers", async () => {
  const origin = "https://fleet.example.org.evil.example";
  const asked = await call("/v1/locations", { method: "OPTIONS", headers: { origin, ...preflight } });
  expect(asked.status).toBe(403);
  expect(corsOf(asked)).toEqual({});
  const sent = await app.post(report("phone", 60));
  expect(sent.status).toBe(202);
  expect(corsOf(sent)).toEqual({});
});
