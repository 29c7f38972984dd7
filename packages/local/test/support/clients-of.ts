import { clientWithKeySchema, type ShownClient, shownClientSchema } from "@ashiato/core/api/client-schemas";
import type { Right } from "@ashiato/core/clients/rights";
import { expect } from "vitest";
import type { RunningStage } from "./running-stage.ts";

type Sent = { token: string | undefined; method?: string; body?: unknown };

/** Returns what asks the API of a stage, which runs by the time that it is asked, with keys of clients. */
export function clientsOf(stage: () => RunningStage) {
  async function ask(path: string, { token, method = "GET", body }: Sent): Promise<Response> {
    return fetch(stage().stage.endpoints.api + path, {
      method,
      redirect: "manual",
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  }

  /** As an administrator, who needs no more than the stage's own download token. */
  async function administer(path: string, method = "GET", body?: unknown): Promise<unknown> {
    const answer = await ask(path, { token: stage().stage.tokens.download, method, body });
    const answered: unknown = await answer.json();
    expect(answer.ok, JSON.stringify(answered)).toBe(true);
    return answered;
  }

  /** Adds a client, and returns its key. */
  async function add(id: string, given: readonly Right[], more: object = {}): Promise<string> {
    const client = { id, name: `Client ${id}`, rights: given, ...more };
    return clientWithKeySchema.parse(await administer("/v1/clients", "POST", client)).key;
  }

  async function show(id: string): Promise<ShownClient> {
    return shownClientSchema.parse(await administer(`/v1/clients/${id}`));
  }

  return { ask, administer, add, show };
}
