import * as z from "zod";

/** What was pushed of positions last: `live/pushed.json`. */
export const pushedPositionsSchema = z.strictObject({
  /** Key of all positions as of then. */
  snapshot: z.string(),
  /** Key of those that had changed. */
  changes: z.string(),
  /** Whether the changes are on the queue of pushes, for all that subscribe to positions. */
  isSpread: z.boolean(),
});

export type PushedPositions = z.infer<typeof pushedPositionsSchema>;
