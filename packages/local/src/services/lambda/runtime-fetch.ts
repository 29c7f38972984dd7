// Loaded ahead of a function's runtime, before what else looks at its requests: the runtime calls the Runtime
// API by `fetch`, twice for each event, which takes more of a small function's time than its handler does.
// These calls go through node:http instead. All others are left alone.
import http from "node:http";

/** What the runtime reads of an answer of the Runtime API. */
type Answer = {
  headers: { get: (name: string) => string | null };
  json: () => Promise<unknown>;
};

const prefix = `http://${process.env["AWS_LAMBDA_RUNTIME_API"]}/`;
const agent = new http.Agent({ keepAlive: true });
const fetchAnything = globalThis.fetch;

globalThis.fetch = async (input, init = {}) => {
  if (typeof input !== "string" || !input.startsWith(prefix)) {
    return fetchAnything(input, init);
  }
  const { method = "GET", body } = init;
  const answer: Answer = await call(input, method, typeof body === "string" ? body : "");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- The runtime reads these two alone.
  return answer as Response;
};

async function call(url: string, method: string, body: string): Promise<Answer> {
  const { response, text } = await exchange(url, method, body);
  return {
    headers: { get: (name) => [response.headers[name]].flat()[0] ?? null },
    json: async () => JSON.parse(text),
  };
}

type Exchange = { response: http.IncomingMessage; text: string };

async function exchange(url: string, method: string, body: string): Promise<Exchange> {
  const headers = method === "POST" && { "content-type": "application/json" };
  const request = http.request(url, { method, agent, ...(headers && { headers }) });
  try {
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      request.on("response", resolve).on("error", reject).end(body);
    });
    return { response, text: Buffer.concat(await response.toArray()).toString("utf8") };
  } catch (error) {
    // The stage may close a connection that was idle just when it is used again:
    // https://nodejs.org/api/http.html#requestreusedsocket
    if (request.reusedSocket && error instanceof Error && "code" in error && error.code === "ECONNRESET") {
      return exchange(url, method, body);
    }
    throw error;
  }
}
