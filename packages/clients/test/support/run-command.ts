import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** Runs a line of a guide in a folder, without reaching for the network. Throws an Error if it fails. */
export async function runCommand(
  line: string,
  { folder, environment = {} }: { folder: string; environment?: Record<string, string> },
): Promise<string> {
  const env = { ...process.env, npm_config_offline: "true", ...environment };
  const command = spawn("sh", ["-c", line], { cwd: folder, env });
  const ended = once(command, "close") as Promise<[number]>;
  const [out, err, [code]] = await Promise.all([text(command.stdout), text(command.stderr), ended]);
  if (code !== 0) {
    throw new Error(`${line} exits ${code}:\n${out}${err}`);
  }
  return out;
}
