import { once } from "node:events";
import { createServer } from "node:net";
import { ScriptError } from "../script-error.ts";
import type { StagePorts } from "./start-arguments.ts";

/** Throws PortTaken, which names the port if another program listens on one that the stage needs. */
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
        `Port ${port}, for ${name}, cannot be had (${String(reason)}): stop what listens there, or choose others with --port`,
        { cause },
      );
    }
    server.close();
    await once(server, "close");
  }
}
