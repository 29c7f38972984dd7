import { sessionSchema, signInTicketSchema } from "@ashiato/core/api/session-schemas";
import { expect } from "vitest";
import type { RunningStage } from "./running-stage.ts";

/** Signs in by a ticket of the stage's download token, and out with the session. */
export async function signInAndOut({ stage }: RunningStage): Promise<void> {
  const { api } = stage.endpoints;
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const made = await fetch(`${api}/v1/sign-in-tickets`, {
    method: "POST",
    headers: bearer(stage.tokens.download),
  });
  const { ticket } = signInTicketSchema.parse(await made.json());
  const body = JSON.stringify({ ticket });
  const headers = { "content-type": "application/json" };
  const begun = await fetch(`${api}/v1/sessions`, { method: "POST", headers, body });
  const { token } = sessionSchema.parse(await begun.json());
  const ended = await fetch(`${api}/v1/sessions/current`, { method: "DELETE", headers: bearer(token) });
  expect(ended.status).toBe(200);
}
