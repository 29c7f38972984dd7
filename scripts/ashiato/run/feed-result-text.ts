import type { FeedResult } from "@ashiato/core/feeds/delivery";
import { counted } from "../../terminal/counted.ts";

/** Returns a line about what became of a feed in a run. */
export function feedResultText(result: FeedResult): string {
  const name = `${result.client ?? "clients"}/${result.feed ?? "feeds"}${result.date === undefined ? "" : ` of ${result.date}`}`;
  switch (result.result) {
    case "delivered":
      return `${name}: version ${result.version}, ${counted(result.rows, "row")} in ${counted(result.files, "file")}`;
    case "superseded":
      return `${name}: version ${result.version} gave way to a newer one`;
    case "failed":
      return `${name} FAILED: ${result.error}: ${result.cause}`;
  }
}
