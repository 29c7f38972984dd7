// What a function's process runs: SST's Node.js runtime, whose calls of the Runtime API go through pipes. Two
// HTTP requests take longer than a small function with its event.
import { writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { pathToFileURL } from "node:url";
import { frame, frameReader } from "./frames.ts";
import { outputMark } from "./output-mark.ts";

/** The pipes beside standard input, output and error. */
const saidDescriptor = 3;
const eventsDescriptor = 4;

/** What the runtime reads of an event. */
type Answer = {
  headers: { get: (name: string) => string | null };
  json: () => Promise<unknown>;
};

const prefix = `http://${process.env["AWS_LAMBDA_RUNTIME_API"]}/2018-06-01/runtime/`;
const resultPath = /^invocation\/(?<requestId>[0-9a-f-]{36})\/(?:response|error)$/;
const fetchAnything = globalThis.fetch;

let asking: ((event: Answer) => void) | undefined;
const events = new Socket({ fd: eventsDescriptor, readable: true, writable: false });
events.on("data", frameReader(takeEvent));
// A stage that was killed takes its functions along.
events.on("close", () => process.exit(1));
// Only the wait for an event keeps the process alive.
events.unref();

globalThis.fetch = async (input, init = {}) => {
  if (typeof input !== "string" || !input.startsWith(prefix)) {
    return fetchAnything(input, init);
  }
  const path = input.slice(prefix.length);
  const answer = path === "invocation/next" ? await nextEvent() : post(path, init.body);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- The runtime reads these two alone.
  return answer as Response;
};

// The runtime offers this to functions, and sends their streams by HTTP.
Object.defineProperty(globalThis, "awslambda", {
  get: () => ({ streamifyResponse: refuseStreaming }),
  set: () => {},
});

// Named by the stage; it reads the handler from the argument before.
await import(pathToFileURL(process.argv[3] ?? "").href);

function refuseStreaming(): never {
  throw new Error("awslambda.streamifyResponse: the local stage does not serve response streaming");
}

async function nextEvent(): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  asking = resolve;
  events.ref();
  tell("invocation/next");
  return promise;
}

function takeEvent(head: string, payload: string): void {
  const [requestId = "", deadline = "", arn = ""] = head.split(" ");
  const headers = new Map([
    ["lambda-runtime-aws-request-id", requestId],
    ["lambda-runtime-deadline-ms", deadline],
    ["lambda-runtime-invoked-function-arn", arn],
  ]);
  // A process may leave while an event is on its way to it, and only the process knows whether it arrived.
  tell(`invocation/${requestId}/taken`);
  events.unref();
  asking?.({ headers: { get: (name) => headers.get(name) ?? null }, json: async () => JSON.parse(payload) });
}

function post(path: string, body: unknown): undefined {
  const { requestId } = resultPath.exec(path)?.groups ?? {};
  if (requestId !== undefined) {
    // The stage reads output and results from different pipes, and would otherwise not know whether a line
    // belongs to an invocation that has ended.
    const mark = outputMark({ requestId, maxMemoryKilobytes: process.resourceUsage().maxRSS });
    process.stdout.write(`${mark}\n`);
  }
  tell(path, typeof body === "string" ? body : "");
}

/** Written whole when the call returns: the stage gets to read it, however the process ends. */
function tell(head: string, body = ""): void {
  try {
    writeFileSync(saidDescriptor, frame(head, body));
  } catch {
    // The stage is gone. The runtime would tell it this failure, and that one, and never come to "close".
    process.exit(1);
  }
}
