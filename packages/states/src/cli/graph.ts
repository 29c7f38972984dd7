import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { diagnose, readDefinition } from "../definition/parse-definition.ts";
import { mermaid } from "../graph/mermaid.ts";
import { stateStatuses } from "../graph/state-statuses.ts";
import { svg } from "../graph/svg.ts";
import { workflowGraph } from "../graph/workflow-graph.ts";
import { UsageError } from "./usage-error.ts";

const named = z.object({ name: z.string() }).optional();

const event = z.object({
  id: z.number(),
  previousEventId: z.number().default(0),
  type: z.string(),
  stateEnteredEventDetails: named,
  stateExitedEventDetails: named,
});

const answer = z.object({ events: z.array(event) });

/**
 * Prints a definition as a Mermaid flowchart, with `--svg` as a picture. `--execution` takes a file with a
 * history, as `states run --history` prints it or GetExecutionHistory answers, and colours the states by it.
 */
export function* drawGraph(words: string[]): Generator<string> {
  const { values, positionals } = readWords(words);
  const [file] = positionals;
  if (file === undefined) {
    throw new UsageError("graph: no definition given.");
  }
  const text = readFileSync(file, "utf8");
  const findings = diagnose(text, { type: "STANDARD", supports: () => true });
  const fault = findings.find(({ severity }) => severity === "ERROR");
  if (fault) {
    throw new UsageError(`graph: ${file} is not valid: ${fault.message} at ${fault.location || "/"}`);
  }
  const graph = workflowGraph(readDefinition(text));
  const events = values.execution === undefined ? [] : readHistory(values.execution);
  yield (values.svg ? svg : mermaid)(graph, stateStatuses(events));
}

function readWords(words: string[]) {
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: { svg: { type: "boolean", default: false }, execution: { type: "string" } },
    });
  } catch (error) {
    throw new UsageError(`graph: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Returns the events of a file: one a line, whatever follows them, or all in one answer of
 * GetExecutionHistory.
 */
function readHistory(file: string): z.infer<typeof event>[] {
  const text = readFileSync(file, "utf8");
  const whole = answer.safeParse(parsed(text));
  if (whole.success) {
    return whole.data.events;
  }
  return text.split("\n").flatMap((line) => {
    const read = event.safeParse(parsed(line));
    return read.success ? [read.data] : [];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}
