import { readdir, readFile } from "node:fs/promises";

const sampleMilliseconds = 1_000;

/**
 * Watches the resident memory of this process and of all that it has started, once a second. The function
 * that it returns ends that and gives the most in gigabytes; undefined where there is no `/proc`.
 */
export function watchMemory(): () => Promise<number | undefined> {
  if (process.platform !== "linux") {
    return async () => undefined;
  }
  let most = 0;
  let sampling = Promise.resolve();
  const sample = async (previous: Promise<void>): Promise<void> => {
    await previous;
    most = Math.max(most, await memoryOfTree(process.pid));
  };
  const timer = setInterval(() => {
    sampling = sample(sampling);
  }, sampleMilliseconds);
  return async () => {
    clearInterval(timer);
    await sampling;
    return most;
  };
}

async function memoryOfTree(root: number): Promise<number> {
  const children = new Map<number, number[]>();
  const kilobytes = new Map<number, number>();
  for (const name of await readdir("/proc")) {
    const pid = Number(name);
    // A process may end meanwhile, and has no memory then.
    const status = Number.isInteger(pid) ? await readFile(`/proc/${pid}/status`, "utf8").catch(() => "") : "";
    const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
    kilobytes.set(pid, Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0));
  }
  const sumOf = (pid: number): number =>
    (kilobytes.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((sum, child) => sum + sumOf(child), 0);
  return sumOf(root) / 1e6;
}
