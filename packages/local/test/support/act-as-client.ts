import { rights } from "@ashiato/core/clients/rights";
import { expect } from "vitest";
import { report, type RunningStage } from "./running-stage.ts";

/** Adds a client with every right and a limit of each kind, and returns its key. */
export async function addPartner(app: RunningStage): Promise<string> {
  const client = {
    id: "partner",
    name: "Partner",
    rights,
    limits: { requestsPerMinute: 100, reportsPerDay: 100, uploadsPerDay: 100, rowsPerDay: 100_000 },
  };
  const made = await fetch(`${app.stage.endpoints.api}/v1/clients`, {
    method: "POST",
    headers: { authorization: `Bearer ${app.stage.tokens.download}`, "content-type": "application/json" },
    body: JSON.stringify(client),
  });
  return ((await made.json()) as { key: string }).key;
}

/** Asks for paths with a client's key, and sends reports with it. */
export async function actAsClient(app: RunningStage, key: string, paths: readonly string[]): Promise<void> {
  const ask = async (path: string, body?: unknown) => {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    return (await fetch(app.stage.endpoints.api + path, { ...init, headers })).status;
  };
  expect(await ask("/v1/locations", report("partner", 1))).toBe(202);
  const owntracks = { _type: "location", tid: "ab", tst: Math.floor(Date.now() / 1_000), lat: 35, lon: 139 };
  expect(await ask("/v1/locations/owntracks", owntracks)).toBe(200);
  expect(await ask("/v1/uploads", { name: "partner.csv", bytes: 1 })).toBe(201);
  expect(await ask("/v1/reconciliations/api-0000000000000000")).toBe(404);
  for (const path of paths) {
    expect(await ask(path), path).toBe(200);
  }
}
