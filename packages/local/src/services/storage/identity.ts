import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { readRecord } from "../../disk/read-record.ts";
import type { SetAside } from "../../disk/set-aside.ts";
import { writeWhole } from "../../disk/write-whole.ts";

const identitySchema = z.object({ id: z.uuid() });

/**
 * Returns the id of what the storage keeps. It is kept with the queues and the buckets, is made with them and
 * removed with them: whoever records how far they have sent records it under this id. Nothing that was sent
 * to another id is here.
 */
export async function storageIdentity(directory: string, setAside: SetAside): Promise<string> {
  const file = identityFile(directory);
  const kept = readRecord(file, identitySchema, setAside);
  if (kept) {
    return kept.id;
  }
  const id = randomUUID();
  await mkdir(path.dirname(file), { recursive: true });
  await writeWhole(file, JSON.stringify({ id }));
  return id;
}

export function identityFile(directory: string): string {
  return path.join(directory, "stage-id.json");
}
