/** What a function's process writes into its output where an invocation ends. */
export type OutputMark = {
  requestId: string;
  /** The most that the process has used since its start. */
  maxMemoryKilobytes: number;
};

/** ASCII's record separator, which no text has. */
const separator = "\u001e";

const mark = new RegExp(
  `^(?<text>.*)${separator}(?<requestId>[0-9a-f-]{36}) (?<maxMemoryKilobytes>\\d+)$`,
  "su",
);

export function outputMark({ requestId, maxMemoryKilobytes }: OutputMark): string {
  return `${separator}${requestId} ${maxMemoryKilobytes}`;
}

/** Returns a line's mark, and the text before it that was not ended by a line break. */
export function readOutputMark(line: string): (OutputMark & { text: string }) | undefined {
  const { text = "", requestId = "", maxMemoryKilobytes } = mark.exec(line)?.groups ?? {};
  return maxMemoryKilobytes === undefined
    ? undefined
    : { text, requestId, maxMemoryKilobytes: Number(maxMemoryKilobytes) };
}
