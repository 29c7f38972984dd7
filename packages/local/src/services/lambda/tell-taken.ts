// Loaded ahead of a function's runtime: tells the stage that the process has an event, before the runtime
// does anything with it. A process may leave while an event is on its way to it, and only the process knows
// whether it arrived.
import { writeSync } from "node:fs";

/** The pipe that the stage reads, beside standard input, output and error. */
const takenDescriptor = 3;
const nextUrl = `http://${process.env["AWS_LAMBDA_RUNTIME_API"]}/2018-06-01/runtime/invocation/next`;
const fetchAnything = globalThis.fetch;

globalThis.fetch = async (input, init) => {
  const answer = await fetchAnything(input, init);
  if (input === nextUrl) {
    // Written whole when the call returns: if the handler ran, the stage gets to read it, however the process
    // ends.
    writeSync(takenDescriptor, `${answer.headers.get("lambda-runtime-aws-request-id")}\n`);
  }
  return answer;
};
