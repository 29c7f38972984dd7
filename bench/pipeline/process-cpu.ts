import { readFile } from "node:fs/promises";

/** Linux counts in these, whatever the clock of its kernel: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const ticksPerSecond = 100;

/** Returns the CPU seconds that processes have used together; undefined where there is no `/proc`. */
export async function cpuSecondsOf(pids: readonly number[]): Promise<number | undefined> {
  if (process.platform !== "linux") {
    return undefined;
  }
  let ticks = 0;
  for (const pid of pids) {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The second field is a name in brackets, which may hold spaces. User and system time are the 14th and
    // the 15th.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks / ticksPerSecond;
}
