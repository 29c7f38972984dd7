// The baseline: a WebSocket server of `ws` and nothing else, in a process of its own. It sends a message to
// all connections when it is asked to over IPC, and answers each message of a connection with one of as many
// bytes as that one asks for.
import { once } from "node:events";
import { WebSocketServer } from "ws";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
await once(server, "listening");

server.on("connection", (socket) => {
  socket.on("message", (data: Buffer) => socket.send("x".repeat(Number(data.toString("utf8")) || 1)));
});

process.on("message", (text: string) => {
  for (const socket of server.clients) {
    socket.send(text);
  }
});

const address = server.address();
process.send?.({ url: `ws://127.0.0.1:${typeof address === "object" ? address?.port : 0}` });
