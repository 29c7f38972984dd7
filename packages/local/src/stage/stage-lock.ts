import { mkdir, open, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { LocalError } from "../local-error.ts";

/**
 * Keeps a directory for one stage at a time. A lock whose process is gone is taken over.
 *
 * @throws LocalError DIRECTORY_IN_USE naming the process that has it.
 */
export async function lockDirectory(directory: string): Promise<{ release: () => Promise<void> }> {
  const file = path.join(directory, "stage.pid");
  await mkdir(directory, { recursive: true });
  if (!(await claim(file))) {
    const pid = Number(await readFile(file, "utf8"));
    if (isAlive(pid))
      throw new LocalError("DIRECTORY_IN_USE", `A stage runs in ${directory} already: process ${pid}`);
    await rm(file, { force: true });
    if (!(await claim(file)))
      throw new LocalError("DIRECTORY_IN_USE", `Another stage just took ${directory}`);
  }
  return { release: () => rm(file, { force: true }) };
}

async function claim(file: string): Promise<boolean> {
  try {
    const handle = await open(file, "wx");
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
