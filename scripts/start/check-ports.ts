import { once } from "node:events";
import { createServer } from "node:net";
import { ScriptError } from "../script-error.ts";
import type { StagePorts } from "./start-arguments.ts";

/** A busy stage answers within this time. */
const answerMilliseconds = 2_000;

/**
 * Throws PortTaken, which names the port, if another program listens on one that the stage needs, and
 * PortBlocked if browsers and fetch refuse to connect to it: https://fetch.spec.whatwg.org/#port-blocking
 */
export async function checkPorts(ports: StagePorts): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    const server = createServer();
    try {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    } catch (cause) {
      const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
      throw new ScriptError("PortTaken", `Port ${port}, for ${name}, ${await takenText(port, reason)}`, {
        cause,
      });
    }
    server.close();
    await once(server, "close");
    if (await isBlocked(port)) {
      throw new ScriptError(
        "PortBlocked",
        `Port ${port}, for ${name}, is one that browsers and Node's fetch refuse to connect to (bad port): choose other ports with --port`,
      );
    }
  }
}

async function takenText(port: number, reason: string): Promise<string> {
  const other = `npm start -- --port ${port + 1_000}`;
  if (reason === "EACCES") {
    return `is one that only an administrator may open: choose other ports with --port N, above 1023`;
  }
  if (reason !== "EADDRINUSE") {
    return `cannot be opened (${reason}): choose other ports with npm start -- --port N`;
  }
  return (await isAshiato(port))
    ? `is taken by a stage of Ashiato that runs in another folder: stop it there with Ctrl-C, or start this one beside it by ${other}`
    : `is taken by another program: stop it, or choose other ports with ${other}`;
}

/** A stage's API refuses a request for its id without a token, for which it needs no function. */
async function isAshiato(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/stage`, {
      signal: AbortSignal.timeout(answerMilliseconds),
    });
    return answer.status === 401 && (await answer.text()) === '{"message":"Unauthorized"}';
  } catch {
    // The program on this port does not speak HTTP, or is slow.
    return false;
  }
}

/** Asks fetch itself, which checks the port before it connects. Nothing listens there. */
async function isBlocked(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/`);
    return false;
  } catch (error) {
    return error instanceof Error && error.cause instanceof Error && error.cause.message === "bad port";
  }
}
