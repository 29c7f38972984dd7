import * as z from "zod";
import { subscriptionSchema } from "./push.ts";

/** Another look at a run in progress. */
const lookSchema = z.strictObject({
  /** Names the chain of looks that this one belongs to: each puts the next one on the queue. */
  chain: z.string(),
  run: z.string(),
  /** Hash of what was pushed last. */
  last: z.string().optional(),
});

/** A new subscription, which is to hear at once how far the run in progress is. */
const joinedSchema = z.strictObject({ joined: subscriptionSchema });

/** A message of the queue by which runs in progress are followed. */
export const followedRunSchema = z.union([lookSchema, joinedSchema]);

export type Look = z.infer<typeof lookSchema>;
export type FollowedRun = z.infer<typeof followedRunSchema>;
