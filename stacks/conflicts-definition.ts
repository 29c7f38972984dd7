import { type ExportTarget, unloadConflictsSql } from "@ashiato/core/export-sql";
import { type AwaitedStatement, awaitedStatement } from "./awaited-statement.ts";
import { jsonata, jsonataText } from "./jsonata.ts";

/** The state that an export's counts go to. */
export const conflictsStart = "Conflicts?";

/** Unloads the date's conflicts where it has any. The input is `{ date, counts }` throughout. */
export function conflictStates(
  sqlNames: ExportTarget,
  statement: Omit<AwaitedStatement, "name" | "sql" | "subject">,
): Record<string, object> {
  return {
    [conflictsStart]: {
      Type: "Choice",
      Choices: [{ Condition: jsonata("$states.input.counts.conflicts > 0"), Next: "UnloadConflicts" }],
      Default: statement.next,
    },
    ...awaitedStatement({
      ...statement,
      name: "UnloadConflicts",
      sql: jsonataText(unloadConflictsSql(sqlNames)),
      subject: "'unload conflicts ' & $states.input.date",
    }),
  };
}
