import { once } from "node:events";
import { createServer } from "node:net";
import { ScriptError } from "../script-error.ts";
import type { StagePorts } from "./start-arguments.ts";

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
      const reason = cause instanceof Error && "code" in cause ? cause.code : String(cause);
      throw new ScriptError(
        "PortTaken",
        reason === "EADDRINUSE"
          ? `Port ${port}, for ${name}, is taken by another program: stop it, or choose other ports with npm start -- --port ${port + 1000}`
          : `Port ${port}, for ${name}, cannot be opened (${String(reason)}): choose other ports with npm start -- --port N`,
        { cause },
      );
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

/** Asks fetch itself, which checks the port before it connects. Nothing listens there. */
async function isBlocked(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/`);
    return false;
  } catch (error) {
    return error instanceof Error && error.cause instanceof Error && error.cause.message === "bad port";
  }
}
