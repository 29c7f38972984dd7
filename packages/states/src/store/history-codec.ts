import { parseOwnJson } from "../exact-integer.ts";
import type { HistoryEvent, StateEvent } from "../state-execution/history.ts";
import type { JsonObject } from "../json.ts";

/** A state's event: id, previous event, time, type, name, line of its text, assigned variables. */
type StateRow = [number, number, number, string, string, number, JsonObject?];

/**
 * Returns events as they are kept: a first line with all of them, then the lines of the states' inputs and
 * outputs. A state's input is mostly the output before it, and is kept once; JSON texts are not escaped
 * again, as they would be inside of JSON.
 */
export function encodeEvents(events: readonly (HistoryEvent | StateEvent)[]): string {
  const lines: string[] = [];
  // Written out by hand: two events of a state are most of what its transition costs.
  let rows = "";
  let last: string | undefined;
  let lastName: string | undefined;
  let quotedName = "";
  for (const event of events) {
    if (rows !== "") {
      rows += ",";
    }
    if (!isStateEvent(event)) {
      rows += JSON.stringify(event);
      continue;
    }
    const { id, previousEventId, timestamp, type, name, text, assigned } = event;
    if (text !== last) {
      lines.push(text);
    }
    last = text;
    if (name !== lastName) {
      quotedName = JSON.stringify(name);
    }
    lastName = name;
    const variables = assigned === undefined ? "" : `,${JSON.stringify(assigned)}`;
    rows += `[${id},${previousEventId},${timestamp},"${type}",${quotedName},${lines.length}${variables}]`;
  }
  return `[${rows}]\n${lines.join("\n")}`;
}

/** Returns the events of `encodeEvents`, as GetExecutionHistory returns them. */
export function decodeEvents(encoded: string): HistoryEvent[] {
  const [head = "[]", ...lines] = encoded.split("\n");
  const rows: (HistoryEvent | StateRow)[] = parseOwnJson(head);
  return rows.map((row) => (Array.isArray(row) ? stateEvent(row, lines) : row));
}

function isStateEvent(event: HistoryEvent | StateEvent): event is StateEvent {
  return "text" in event;
}

function stateEvent([id, previousEventId, timestamp, type, name, line, assigned]: StateRow, lines: string[]) {
  const text = lines[line - 1];
  const common = { id, previousEventId, timestamp, type };
  if (type === "ExecutionStarted") {
    const details = { input: text, inputDetails: { truncated: false }, roleArn: name };
    return { ...common, executionStartedEventDetails: details };
  }
  if (type.endsWith("Entered")) {
    const details = { name, input: text, inputDetails: { truncated: false } };
    return { ...common, stateEnteredEventDetails: details };
  }
  const details = { name, output: text, outputDetails: { truncated: false } };
  const variables = assigned === undefined ? {} : assignedDetails(assigned);
  return { ...common, stateExitedEventDetails: { ...details, ...variables } };
}

function assignedDetails(assigned: JsonObject): object {
  const texts = Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]);
  return { assignedVariables: Object.fromEntries(texts), assignedVariablesDetails: { truncated: false } };
}
