import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Credentials } from "../http/signature-version-4.ts";

const credentialsSchema = z.object({ accessKeyId: z.string().min(1), secretAccessKey: z.string().min(1) });

/**
 * Creates a stage's folder, or takes it over, so that no other user of the machine can read it: it holds
 * tokens and people's positions.
 */
export async function ownDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
}

/**
 * Returns the stage's access key, with which callers of its services sign: generated at the first start and
 * kept.
 */
export async function stageCredentials(directory: string): Promise<Credentials> {
  const file = path.join(directory, "credentials.json");
  try {
    const kept = credentialsSchema.safeParse(JSON.parse(await readFile(file, "utf8")));
    if (kept.success) {
      return kept.data;
    }
  } catch (error) {
    // A damaged file is created again, because nothing that is kept depends on it.
    if (!(error instanceof SyntaxError) && (error as NodeJS.ErrnoException).code !== "ENOENT") {
      throw error;
    }
  }
  const credentials = { accessKeyId: "local", secretAccessKey: randomBytes(30).toString("base64url") };
  await writeFile(file, `${JSON.stringify(credentials)}\n`, { mode: 0o600 });
  return credentials;
}
