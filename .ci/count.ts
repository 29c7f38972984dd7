// Prints the closing line of a CI run from vitest's JSON report. A check before the tests that failed counts
// as one.
import { readFileSync } from "node:fs";

const [file = "", earlier = "0"] = process.argv.slice(2);
const report = JSON.parse(readFileSync(file, "utf8")) as {
  numPassedTests: number;
  numFailedTests: number;
  success: boolean;
};
const failed = report.success ? Number(earlier) : Math.max(1, report.numFailedTests);
process.stdout.write(`${report.numPassedTests} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && report.numPassedTests > 0 ? 0 : 1;
