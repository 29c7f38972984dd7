import { execFileSync } from "node:child_process";

/** Debian's packages put their programs here; another one of the same name may come before in the PATH. */
export const debianPrograms = "/usr/bin";

const isCi = process.env["CI"] !== undefined && process.env["CI"] !== "";

/**
 * Returns true if a program of Debian's can be run with these arguments, which must end with 0: `aws
 * --version`. In CI it is always true: there the program must be present, and a spec without it fails.
 */
export function canRun(program: string, ...words: readonly string[]): boolean {
  if (isCi) {
    return true;
  }
  try {
    execFileSync(`${debianPrograms}/${program}`, words, { stdio: "ignore" });
    return true;
  } catch {
    // A machine without the program still runs every other spec.
    return false;
  }
}
