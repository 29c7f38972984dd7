import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Returns a free port of 20,000 to 29,999: below those that the system hands out, so that the five after it,
 * which a stage takes too, are most probably free.
 */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" ? 20_000 + ((address?.port ?? 0) % 10_000) : 0;
}
