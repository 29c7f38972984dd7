declare module "dynalite" {
  import type { Server } from "node:http";

  /** A server of DynamoDB in memory. */
  export default function dynalite(options: Record<string, unknown>): Server;
}
