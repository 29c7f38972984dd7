import type { RequiredRight } from "../clients/rights.ts";
import { routes } from "../api/routes.ts";

/** What can be subscribed to. */
export const topics = ["exports", "runs", "intake", "positions"] as const;
export type Topic = (typeof topics)[number];

/**
 * The right that each topic requires, which is that of the route that shows the same. Files are shown to the
 * client whose they are; whoever has `allFiles` is shown those of all.
 */
export const topicRights = {
  exports: routes["GET /v1/exports"],
  runs: routes["GET /v1/runs/{run}"],
  intake: routes["GET /v1/uploads"],
  positions: routes["GET /v1/positions"],
} as const satisfies Record<Topic, RequiredRight>;

/** The right of administrators. */
export const allFiles = routes["GET /v1/clients"];
