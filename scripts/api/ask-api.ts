import { problemSchema } from "@ashiato/core/api/schemas";
import type { z } from "zod";

/** URL of the API, and the token that allows listing exports and starting runs. */
export type ApiAccess = { apiUrl: string; tokens: { download: string } };

type Request = { method?: "GET" | "POST" | "PATCH"; body?: unknown; signal: AbortSignal };

/** The API is unavailable for now: it answered 429 or 5xx. */
export class ApiUnavailable extends Error {
  override readonly name = "ApiUnavailable";
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, retryAfterSeconds: number | undefined) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The API has nothing of that name: 404. */
export class ApiNotFound extends Error {
  override readonly name = "ApiNotFound";
}

/**
 * Calls a route with the download token and checks the answer against the schema. Throws an Error with the
 * API's own message, ApiNotFound for 404, ApiUnavailable when the call may succeed later, and what `fetch`
 * throws.
 */
export async function askApi<Schema extends z.ZodType>(
  { apiUrl, tokens }: ApiAccess,
  path: string,
  { schema, method = "GET", body, signal }: Request & { schema: Schema },
): Promise<z.output<Schema>> {
  if (tokens.download === "") {
    throw new Error(
      "The download token is missing: set ASHIATO_DOWNLOAD_TOKEN to the secret DownloadToken of the stage",
    );
  }
  const answer = await fetch(new URL(path, apiUrl), {
    method,
    signal,
    headers: {
      authorization: `Bearer ${tokens.download}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (answer.status === 429 || answer.status >= 500) {
    const seconds = Number(answer.headers.get("retry-after") ?? Number.NaN);
    throw new ApiUnavailable(
      problemText(answer.status, text),
      Number.isFinite(seconds) ? seconds : undefined,
    );
  }
  if (answer.status === 404) {
    throw new ApiNotFound(problemText(answer.status, text));
  }
  if (!answer.ok) {
    throw new Error(problemText(answer.status, text));
  }
  return schema.parse(readJson(text, answer.url));
}

/**
 * Returns the contents of an answer. Throws an Error that names its URL, and shows its beginning, if it is
 * not JSON.
 */
export function readJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(
      `${url} answered what is not JSON, so it is probably not the API of a stage; it begins with ${JSON.stringify(text.slice(0, 80))}`,
      { cause },
    );
  }
}

/** Returns what to do about a token that the API refuses. */
export function refusedToken(role: "download" | "ingest", status: number): string {
  const [variable, secret] =
    role === "download"
      ? ["ASHIATO_DOWNLOAD_TOKEN", "DownloadToken"]
      : ["ASHIATO_INGEST_TOKEN", "IngestToken"];
  return `The API refused the ${role} token (${status}). For a deployed stage, ${variable} must be its secret ${secret} (npx sst secret list --stage NAME); a local stage has its own: start it again by npm start if it was changed meanwhile`;
}

function problemText(status: number, text: string): string {
  if (status === 401 || status === 403) {
    return refusedToken("download", status);
  }
  try {
    const { error } = problemSchema.parse(JSON.parse(text));
    return `${error.message} (${status} ${error.code})`;
  } catch {
    return `The API answered ${status}: ${text.slice(0, 500)}`;
  }
}
