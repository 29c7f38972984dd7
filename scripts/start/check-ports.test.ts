import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { checkPorts } from "./check-ports.ts";

const free = { api: 0, storage: 0, services: 0, lambda: 0, endpoint: 0, sftp: 0 };

test.each([6000, 6667, 10080])(
  "port %i, which fetch refuses, is refused by name and with the reason",
  async (port) => {
    await expect(checkPorts({ ...free, storage: port })).rejects.toMatchObject({
      code: "PortBlocked",
      message: expect.stringMatching(new RegExp(`^Port ${port}, for storage, .*bad port`)),
    });
  },
);

test("a port that another program has is refused by name", async () => {
  const server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  await expect(checkPorts({ ...free, lambda: port })).rejects.toMatchObject({
    code: "PortTaken",
    message: expect.stringContaining(`Port ${port}, for lambda,`),
  });
  server.close();
  await once(server, "close");
});
