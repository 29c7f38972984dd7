import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { isForeign } from "../http/foreign-caller.ts";

const request = z.object({ method: z.string(), params: z.tuple([z.unknown()]) });

/** Answers one method of SST's RPC; its error reaches the calling component. */
export type RpcMethod = (params: unknown) => Promise<unknown>;

/** Methods that the program's process calls besides SST's own. */
export const programMethods = {
  newResource: "Ashiato.NewResource",
  callFunction: "Ashiato.CallFunction",
} as const;

const answerSchema = z.union([z.object({ error: z.string() }), z.object({ result: z.unknown() })]);

/**
 * Calls a method of the server that SST_SERVER names, as SST's components do.
 *
 * Throws an Error with the method's error.
 */
export async function callRpc(method: string, params: unknown): Promise<unknown> {
  const response = await fetch(`${process.env["SST_SERVER"]}/rpc`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "1.0", method, params: [params] }),
  });
  const answer = answerSchema.parse(await response.json());
  if ("error" in answer) {
    throw new Error(answer.error);
  }
  return answer.result;
}

export type RpcServer = { url: string; close: () => void };

/**
 * Serves the methods that SST's components call while the program runs, as the SST binary does in `sst
 * deploy`: JSON-RPC 1.0 over `POST /rpc`, at the address in SST_SERVER. Refuses any other method with SST's
 * own message, by which the components recognize a missing method.
 */
export async function serveSstRpc(methods: Record<string, RpcMethod>): Promise<RpcServer> {
  const server = createServer((incoming, response) => {
    if (isForeign(incoming.headers)) {
      response.writeHead(403).end();
      return;
    }
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming as AsyncIterable<Buffer>) {
        chunks.push(chunk);
      }
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(await answer(methods, Buffer.concat(chunks).toString("utf8"))));
    })();
  });
  // The program may compute for seconds between two calls, and keeps its connection.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(methods: Record<string, RpcMethod>, body: string): Promise<object> {
  try {
    const { method, params } = request.parse(JSON.parse(body));
    const call = methods[method];
    if (!call) {
      return { error: `rpc: can't find method ${method}` };
    }
    return { result: await call(params[0]) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
