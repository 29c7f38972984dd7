import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { writeWhole } from "../../disk/write-whole.ts";
import { makeKeyPair } from "./key-pair.ts";

/**
 * Returns the private key by which clients know the servers of a stage. It is made once and outlasts a fresh
 * start, like the stage's secrets: a client that saw another key before refuses to connect.
 */
export async function readHostKey(directory: string): Promise<string> {
  const folder = path.join(directory, "transfer");
  const file = path.join(folder, "host-key");
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) {
      throw error;
    }
  }
  const { private: key } = makeKeyPair();
  await mkdir(folder, { recursive: true });
  await writeWhole(file, key, { mode: 0o600 });
  return key;
}
