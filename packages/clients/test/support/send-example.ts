import type { RunningStage } from "../../../local/test/support/running-stage.ts";
import type { DescribedOperation } from "./document.ts";

export type Changes = {
  /** Values of path parameters and of the query, in place of the examples. */
  parameters?: Record<string, string>;
  /** The body in place of the example; none where null. */
  body?: string | null;
  contentType?: string;
  /** None where null; the right token where absent. */
  token?: string | null;
};

export type Answered = { status: number; headers: Headers; body: unknown };

/** Sends an operation as its examples show it, but for the changes. Follows no redirection. */
export async function sendExample(
  { stage }: RunningStage,
  operation: DescribedOperation,
  changes: Changes & { example?: unknown } = {},
): Promise<Answered> {
  const { method, path, security, requestBody } = operation;
  const values = new Map(
    operation.parameters.flatMap(({ name, in: place, example }) => {
      const value = changes.parameters?.[name] ?? example;
      return value === undefined ? [] : [[name, { place, value: parameterText(value) }] as const];
    }),
  );
  const url = new URL(
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values.get(name)?.value ?? "")),
    stage.endpoints.api,
  );
  for (const [name, { place, value }] of values) {
    if (place === "query") {
      url.searchParams.set(name, value);
    }
  }
  const [role] = Object.keys(security[0] ?? {});
  const tokens = new Map<string | undefined, string>(Object.entries(stage.tokens));
  const token = changes.token === undefined ? tokens.get(role) : changes.token;
  const [contentType] = Object.keys(requestBody?.content ?? {});
  const body = changes.body === undefined ? encoded(contentType, changes.example) : changes.body;
  const answer = await fetch(url, {
    method,
    redirect: "manual",
    headers: {
      ...(token != null && { authorization: `Bearer ${token}` }),
      ...(contentType !== undefined && { "content-type": changes.contentType ?? contentType }),
    },
    ...(body != null && { body }),
  });
  const text = await answer.text();
  const isJson = /^application\/(?:geo\+)?json\b/.test(answer.headers.get("content-type") ?? "");
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}

function encoded(contentType: string | undefined, example: unknown): string | undefined {
  if (contentType === undefined || example === undefined) {
    return undefined;
  }
  return contentType === "application/json"
    ? JSON.stringify(example)
    : new URLSearchParams(example as Record<string, string>).toString();
}

/** Returns the examples of an operation's request body; one that is undefined where it takes none. */
export function bodiesOf({ requestBody }: DescribedOperation): unknown[] {
  const bodies = Object.values(requestBody?.content ?? {}).flatMap(({ examples = {} }) =>
    Object.values(examples).map(({ value }) => value),
  );
  return bodies.length === 0 ? [undefined] : bodies;
}

/** Returns the example of an answer's body; undefined where it has none. */
export function answerExample({ responses }: DescribedOperation, status: number): unknown {
  const [content] = Object.values(responses[status]?.content ?? {});
  return content?.example;
}

/** Returns a parameter as a URL has it. */
function parameterText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
