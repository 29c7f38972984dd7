import { type Position, positionFeature } from "../live/position.ts";
import { selectPositions } from "../live/select-positions.ts";
import { cut, type Subscription } from "./push.ts";
import type { ServerMessage } from "./server-message.ts";

/** API Gateway takes messages of up to 128 KB, with what is around the features. */
const maxFeaturesBytes = 120_000;

/** Returns the messages with the positions that a subscription asks for, each of a size that can be sent. */
export function positionMessages(
  { mergedAt, positions }: { mergedAt: string; positions: readonly Position[] },
  { devices, box }: Pick<Subscription, "devices" | "box">,
): ServerMessage[] {
  const [west, south, east, north] = box ?? [-180, -90, 180, 90];
  const selected = selectPositions(positions, {
    devices,
    box: { west, south, east, north },
    limit: Infinity,
  });
  return cut(selected.positions.map(positionFeature), {
    maxCount: Infinity,
    maxBytes: maxFeaturesBytes,
  }).map((features) => ({ type: "positions", topic: "positions", mergedAt, features }));
}
