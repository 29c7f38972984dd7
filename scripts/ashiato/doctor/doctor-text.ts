import { counted } from "../../terminal/counted.ts";
import type { Finding, Outcome } from "./check.ts";

const nameWidth = 20;

/** Returns the lines of a check: its findings, and what to do about each red one. */
export function outcomeText(outcome: Outcome): string {
  const name = outcome.name.padEnd(nameWidth);
  if (outcome.result === "not-local") {
    return `-    ${name} not on a local stage: ${outcome.reason}`;
  }
  return outcome.findings.map((finding) => findingText(name, finding)).join("\n");
}

function findingText(name: string, finding: Finding): string {
  return finding.green
    ? `ok   ${name} ${finding.saw}`
    : `RED  ${name} ${finding.saw}\n     ${" ".repeat(nameWidth)} do: ${finding.todo}`;
}

/** Returns the last line: how many checks are red, and how many do not apply to a local stage. */
export function summaryText(outcomes: readonly Outcome[]): string {
  const looked = outcomes.filter(({ result }) => result !== "not-local");
  const reds = looked.filter(({ result }) => result === "red").map(({ name }) => name);
  const skipped = outcomes.length - looked.length;
  const without = skipped === 0 ? "" : `; ${counted(skipped, "check")} had nothing to look at`;
  return reds.length === 0
    ? `All is well: ${counted(looked.length, "check is", "checks are")} green${without}`
    : `${reds.length} of ${counted(looked.length, "check")} ${reds.length === 1 ? "is" : "are"} red (${reds.join(", ")})${without}`;
}
