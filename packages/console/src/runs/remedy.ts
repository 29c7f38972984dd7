import type { Run } from "../api/client.ts";

/** Errors of a work object that stops each run until a person moves it out of the inbox. */
const ofWorkObject = /\b(ObjectUnreadable|RowCountMismatch|RowCountMissing|TooManyDates)\b/;

export type Remedy = { kind: "run" | "moveObject"; page: string };

/** Returns what to do about a run that failed: whether another is enough, and the section that says more. */
export function remedyOf({ error = "", cause = "" }: Pick<Run, "error" | "cause">): Remedy {
  if (ofWorkObject.test(`${error} ${cause}`)) {
    return { kind: "moveObject", page: "docs/operations.md#a-work-object-is-corrupt" };
  }
  if (error === "LedgerMismatch") {
    return { kind: "run", page: "docs/operations.md#a-day-looks-wrong" };
  }
  return { kind: "run", page: "docs/operations.md#the-batch-failed" };
}
