import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { writeWhole } from "./write-whole.ts";

const secretsSchema = z.record(z.string(), z.string());

/** The stage's own secrets by name: made up at its first start and kept, to be changed by hand as `sst secret set` changes a deployed stage's. */
export async function readSecrets(directory: string): Promise<Record<string, string>> {
  try {
    return secretsSchema.parse(JSON.parse(await readFile(fileOf(directory), "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}

export async function writeSecrets(directory: string, secrets: Record<string, string>): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeWhole(fileOf(directory), `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
}

function fileOf(directory: string): string {
  return path.join(directory, "secrets.json");
}
