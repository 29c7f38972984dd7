import { problemSchema } from "@ashiato/core/api/schemas";
import type { z } from "zod";

/**
 * URL of the API, and its tokens: `download` allows listing exports and starting runs, `ingest` sending
 * reports and files.
 */
export type ApiAccess = { apiUrl: string; tokens: { download: string; ingest?: string } };

type Role = "download" | "ingest";

/** The variable in which a person sets a token, and the secret of the stage. */
const tokenNames: Readonly<Record<Role, readonly [variable: string, secret: string]>> = {
  download: ["ASHIATO_DOWNLOAD_TOKEN", "DownloadToken"],
  ingest: ["ASHIATO_INGEST_TOKEN", "IngestToken"],
};

type Request = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  /** Whose route it is; `download` where absent. */
  role?: Role;
  signal: AbortSignal;
};

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
 * Calls a route with the token of its role and checks the answer against the schema. Throws an Error with the
 * API's own message, ApiNotFound for 404, ApiUnavailable when the call may succeed later, and what `fetch`
 * throws.
 */
export async function askApi<Schema extends z.ZodType>(
  { apiUrl, tokens }: ApiAccess,
  path: string,
  { schema, method = "GET", body, role = "download", signal }: Request & { schema: Schema },
): Promise<z.output<Schema>> {
  const token = tokens[role] ?? "";
  if (token === "") {
    const [variable, secret] = tokenNames[role];
    throw new Error(`The ${role} token is missing: set ${variable} to the secret ${secret} of the stage`);
  }
  const answer = await fetch(new URL(path, apiUrl), {
    method,
    signal,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (answer.status === 429 || answer.status >= 500) {
    const seconds = Number(answer.headers.get("retry-after") ?? Number.NaN);
    throw new ApiUnavailable(
      problemText(answer.status, text, role),
      Number.isFinite(seconds) ? seconds : undefined,
    );
  }
  if (answer.status === 404) {
    throw new ApiNotFound(problemText(answer.status, text, role));
  }
  if (!answer.ok) {
    throw new Error(problemText(answer.status, text, role));
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
export function refusedToken(role: Role, status: number): string {
  const [variable, secret] = tokenNames[role];
  return `The API refused the ${role} token (${status}). For a deployed stage, ${variable} must be its secret ${secret} (npx sst secret list --stage NAME); a local stage has its own: start it again by npm start if it was changed meanwhile`;
}

function problemText(status: number, text: string, role: Role): string {
  if (status === 401 || status === 403) {
    return refusedToken(role, status);
  }
  try {
    const { error } = problemSchema.parse(JSON.parse(text));
    return `${error.message} (${status} ${error.code})`;
  } catch {
    return `The API answered ${status}: ${text.slice(0, 500)}`;
  }
}
