import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";

/** Starts the process that opens connections and hears what comes. */
export function startListeners(): ChildProcess {
  return endedWithUs(fork(new URL("listeners.ts", import.meta.url)));
}

function endedWithUs(child: ChildProcess): ChildProcess {
  process.once("exit", () => child.kill());
  return child;
}

/** Sends a message to a process and returns its answer. Throws an Error if the process ends instead. */
export async function ask<Schema extends z.ZodType>(
  child: ChildProcess,
  message: object,
  schema: Schema,
): Promise<z.output<Schema>> {
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The process ended with ${code} before it answered`);
  });
  const answered = Promise.race([once(child, "message"), ended]);
  child.send(message);
  return schema.parse((await answered)[0]);
}

/** Starts the bare server and returns it with its URL. */
export async function startBareServer(): Promise<{ server: ChildProcess; url: string }> {
  const server = endedWithUs(fork(new URL("bare-server.ts", import.meta.url)));
  const [message]: unknown[] = await once(server, "message");
  return { server, url: z.object({ url: z.string() }).parse(message).url };
}
