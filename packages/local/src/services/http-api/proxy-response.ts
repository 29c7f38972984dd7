import { z } from "zod";

const structured = z.looseObject({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  cookies: z.array(z.string()).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
});

export type HttpAnswer = { statusCode: number; headers: Record<string, string | string[]>; body: Buffer };

/**
 * Returns what an HTTP API answers for a function's result: a result with a `statusCode` is the answer
 * itself, any other becomes a 200 with the result as JSON.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function proxyResponse(payload: string): HttpAnswer {
  const result: unknown = JSON.parse(payload);
  const parsed = structured.safeParse(result);
  if (!parsed.success) {
    if (result !== null && typeof result === "object" && "statusCode" in result) {
      return internalServerError();
    }
    const text = typeof result === "string" ? result : payload;
    return { statusCode: 200, headers: { "content-type": "application/json" }, body: Buffer.from(text) };
  }
  const { statusCode, headers = {}, cookies, body = "", isBase64Encoded } = parsed.data;
  const named = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  return {
    statusCode,
    headers: {
      "content-type": "text/plain;charset=UTF-8",
      ...named,
      ...(cookies && { "set-cookie": cookies }),
    },
    body: Buffer.from(body, isBase64Encoded ? "base64" : "utf8"),
  };
}

export function internalServerError(): HttpAnswer {
  return message(500, "Internal Server Error");
}

/** Returns an answer of API Gateway's own. */
export function message(statusCode: number, text: string): HttpAnswer {
  return {
    statusCode,
    headers: { "content-type": "application/json" },
    body: Buffer.from(JSON.stringify({ message: text })),
  };
}
