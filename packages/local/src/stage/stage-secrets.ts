import { mkdir } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { readRecord } from "../disk/read-record.ts";
import type { SetAside } from "../disk/set-aside.ts";
import { writeWhole } from "../disk/write-whole.ts";

const secretsSchema = z.record(z.string(), z.string());

/**
 * Returns the stage's own secrets by name: generated at the first start and kept. They can be changed by
 * hand, as `sst secret set` changes those of a deployed stage. Sets a file aside that cannot be read, and
 * generates the secrets again.
 */
export function readSecrets(directory: string, setAside: SetAside): Record<string, string> {
  return readRecord(fileOf(directory), secretsSchema, setAside) ?? {};
}

export async function writeSecrets(directory: string, secrets: Record<string, string>): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeWhole(fileOf(directory), `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
}

function fileOf(directory: string): string {
  return path.join(directory, "secrets.json");
}
