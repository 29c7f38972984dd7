import { type SignInTicket, signInTicketSchema } from "@ashiato/core/api/session-schemas";
import { type ApiAccess, askApi } from "./ask-api.ts";

/** Asks a stage for a link that signs in to its console once. Throws what `askApi` throws. */
export function signInLink(api: ApiAccess, signal: AbortSignal): Promise<SignInTicket> {
  return askApi(api, "/v1/sign-in-tickets", { method: "POST", schema: signInTicketSchema, signal });
}
