import { stageIdentitySchema } from "@ashiato/core/api/schemas";
import { readJson, refusedToken } from "./ask-api.ts";

export type AskedApi = {
  /** URL of the API without a path. */
  apiUrl: string;
  /** Ingest token. */
  token: string;
  signal: AbortSignal;
};

/**
 * Returns the id of the stage that receives the reports. Throws an Error with the answer if the API does not
 * return one.
 */
export async function askReceiver({ apiUrl, token, signal }: AskedApi): Promise<string> {
  const url = new URL("/v1/stage", apiUrl);
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` }, signal });
  const text = await answer.text();
  if (answer.status === 401 || answer.status === 403) {
    throw new Error(refusedToken("ingest", answer.status));
  }
  if (!answer.ok) {
    throw new Error(`GET ${url.href} answered ${answer.status}: ${text.slice(0, 500)}`);
  }
  return stageIdentitySchema.parse(readJson(text, url.href)).id;
}
