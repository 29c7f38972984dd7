// Loaded ahead of a function's runtime: marks in the output where an invocation ends, before its result is
// posted. The stage reads output and results from different sockets, and would otherwise not know whether a
// line belongs to an invocation that has ended.
import { outputMark } from "./output-mark.ts";

const resultUrl = /\/2018-06-01\/runtime\/invocation\/(?<requestId>[0-9a-f-]{36})\/(?:response|error)$/;
const fetchAnything = globalThis.fetch;

globalThis.fetch = async (input, init) => {
  const { requestId } = (typeof input === "string" && resultUrl.exec(input)?.groups) || {};
  if (requestId !== undefined) {
    const mark = outputMark({ requestId, maxMemoryKilobytes: process.resourceUsage().maxRSS });
    process.stdout.write(`${mark}\n`);
    process.stderr.write(`${mark}\n`);
  }
  return fetchAnything(input, init);
};
