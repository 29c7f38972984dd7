import { Resource } from "sst";
import { logger } from "./aws/telemetry.ts";
import { pushPositions } from "./positions/push-positions.ts";

/** Pushes the positions that have changed since the last push. */
export async function handler(): Promise<void> {
  logger.info("positions pushed", await pushPositions(Resource.Lake.name));
}
