import { readFileSync } from "node:fs";
import { diagnose } from "../definition/parse-definition.ts";
import { UsageError } from "./usage-error.ts";

/** Prints what is wrong with a definition, one line each; fails the process when there is an error. */
export function* validateFile([file]: string[]): Generator<string> {
  if (file === undefined) {
    throw new UsageError("validate: no definition given.");
  }
  const diagnostics = diagnose(readFileSync(file, "utf8"), { type: "STANDARD", supports: () => true });
  for (const { severity, code, message, location } of diagnostics) {
    yield `${severity} ${code} ${location || "/"}: ${message}`;
  }
  const errors = diagnostics.filter(({ severity }) => severity === "ERROR").length;
  yield errors === 0 ? `${file} is valid.` : `${file} has ${errors} error${errors === 1 ? "" : "s"}.`;
  if (errors > 0) {
    process.exitCode = 1;
  }
}
