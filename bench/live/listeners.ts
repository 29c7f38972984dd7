// A process that opens many WebSocket connections and says when each has heard something. Asked over IPC.
import { once } from "node:events";
import { WebSocket } from "ws";
import { z } from "zod";

const asked = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("open"),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    /** What each connection says at first; its answer is waited for. */
    greeting: z.string().optional(),
    connections: z.number(),
  }),
  /** Waits until every connection has heard a message with this text, and answers when the last one had. */
  z.object({ do: z.literal("hear"), text: z.string() }),
  z.object({ do: z.literal("close") }),
]);

/** Handshakes at a time. */
const simultaneous = 50;
const sockets: WebSocket[] = [];
let expected: { text: string; left: Set<WebSocket>; done: (at: number) => void } | undefined;

function heard(socket: WebSocket, message: string): void {
  if (expected?.left.has(socket) === true && message.includes(expected.text)) {
    expected.left.delete(socket);
    if (expected.left.size === 0) {
      expected.done(performance.timeOrigin + performance.now());
      expected = undefined;
    }
  }
}

/** Fails when the connection ends, which would otherwise be waited for for ever. */
async function closed(socket: WebSocket): Promise<never> {
  const [code] = (await once(socket, "close")) as [number];
  throw new Error(`Connection ${sockets.length + 1} was closed with ${code} before it was answered`);
}

async function open({
  url,
  headers,
  greeting,
  connections,
}: Extract<z.infer<typeof asked>, { do: "open" }>): Promise<void> {
  let left = connections;
  const opener = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const socket = new WebSocket(url, { headers });
      await once(socket, "open");
      if (greeting !== undefined) {
        const answered = Promise.race([once(socket, "message"), closed(socket)]);
        socket.send(greeting);
        await answered;
      }
      socket.on("message", (data: Buffer) => heard(socket, data.toString("utf8")));
      sockets.push(socket);
    }
  };
  await Promise.all(Array.from({ length: simultaneous }, opener));
}

async function answer(message: z.infer<typeof asked>): Promise<unknown> {
  switch (message.do) {
    case "open":
      await open(message);
      return { opened: sockets.length };
    case "hear":
      return {
        at: await new Promise<number>(
          (done) => (expected = { text: message.text, left: new Set(sockets), done }),
        ),
      };
    case "close":
      for (const socket of sockets.splice(0)) {
        socket.terminate();
      }
      return {};
  }
}

process.on("message", (message) => {
  void answer(asked.parse(message)).then((answered) => process.send?.(answered));
});
