import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import { root } from "./evaluated.ts";

/** How a command ended, and all that it wrote. */
export type Outcome = { code: number; out: string; err: string };

/** Runs a script of `scripts/` in a folder as a person does, without a terminal. */
export async function runScript(name: string, words: string[], folder: string): Promise<Outcome> {
  const script = path.join(root, "scripts", name);
  const command = spawn(process.execPath, [script, ...words], { cwd: folder });
  command.stdin.end();
  const ended = once(command, "close") as Promise<[number]>;
  const [out, err, [code]] = await Promise.all([text(command.stdout), text(command.stderr), ended]);
  return { code, out, err };
}
