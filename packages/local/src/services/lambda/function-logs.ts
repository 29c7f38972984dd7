import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import path from "node:path";
import type { FunctionPlan } from "./functions.ts";

export type FunctionLogs = {
  /** Appends a line that a function printed. */
  write: (plan: FunctionPlan, line: string) => void;
  close: () => Promise<void>;
};

/** Writes one log file for each function: `logs/Store.log`, kept between starts. */
export function functionLogs(directory: string): FunctionLogs {
  const streams = new Map<string, WriteStream>();
  mkdirSync(directory, { recursive: true });
  return {
    write: ({ component }, line) => {
      const stream =
        streams.get(component) ?? createWriteStream(path.join(directory, `${component}.log`), { flags: "a" });
      streams.set(component, stream);
      stream.write(`${line}\n`);
    },
    close: async () => {
      await Promise.all([...streams.values()].map((stream) => new Promise((resolve) => stream.end(resolve))));
    },
  };
}
