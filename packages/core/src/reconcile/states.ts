/** What a comparison does, as the API names it. */
export const comparisonPhases = ["waiting", "counting", "comparing", "repairing"] as const;
export type ComparisonPhase = (typeof comparisonPhases)[number];

/** Every state of `Reconcile` with its phase, but for those that `awaitedStatement` adds, and of its map. */
const phaseOfComparison = {
  Start: "waiting",
  Begin: "waiting",
  "Begun?": "waiting",
  BeginWait: "waiting",
  ListPartitions: "counting",
  ReadPartitions: "counting",
  CountDates: "counting",
  ReadCounts: "counting",
  Compare: "comparing",
  "Compared?": "comparing",
  Repair: "repairing",
  "Repaired?": "repairing",
  RepairCatalog: "repairing",
  Release: "repairing",
  ReleaseFailed: "repairing",
  Failed: "repairing",
  Compared: "comparing",
} as const satisfies Record<string, ComparisonPhase>;

export type ComparisonState = keyof typeof phaseOfComparison;

/** Returns the phase of the state that was entered last; the states of a statement are those of its first. */
export function comparisonPhase(entered: string | undefined): ComparisonPhase {
  const known = Object.entries(phaseOfComparison).toSorted(([a], [b]) => b.length - a.length);
  return known.find(([name]) => entered?.startsWith(name))?.[1] ?? "waiting";
}
