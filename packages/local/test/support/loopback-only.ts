import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Outcome } from "./run-script.ts";

/**
 * Stands where every call that would leave the machine ends: a proxy for all hosts but this one, as AWS's
 * clients take it from the environment.
 */
export class OutsideWorld {
  /** `host:port` of each call that would have left the machine. */
  readonly calls: string[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.calls.push(request.url ?? "");
      response.writeHead(502).end();
    });
    this.#server.on("connect", (request, socket) => {
      this.calls.push(request.url ?? "");
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
  }

  static async open(): Promise<OutsideWorld> {
    const world = new OutsideWorld();
    world.#server.listen(0, "127.0.0.1");
    await once(world.#server, "listening");
    return world;
  }

  /** The variables by which a program asks the proxy. */
  get environment(): Record<string, string> {
    const { port } = this.#server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    return { HTTP_PROXY: url, HTTPS_PROXY: url, http_proxy: url, https_proxy: url };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}

/** Runs a shell command as a person does who has pasted `variables` before. */
export async function runShell(command: string, env: Record<string, string | undefined>): Promise<Outcome> {
  const shell = spawn("sh", ["-c", command], { env });
  const ended = once(shell, "close") as Promise<[number]>;
  const [out, err, [code]] = await Promise.all([text(shell.stdout), text(shell.stderr), ended]);
  return { code, out, err };
}
