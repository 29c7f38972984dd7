import type { Published } from "../export-document.ts";
import { type AppEvent, eventId } from "./app-event.ts";
import type { ObjectCreated } from "./occurrence.ts";

/**
 * Returns the event of a document that was written into the bucket of exports: it is the last thing written
 * of an export or of a supplement, so that both are there whatever becomes of their run. Undefined for a
 * version that repeats an earlier one, and for a document that was written again because its files are gone.
 */
export function exportEvent(
  { bucket, object }: ObjectCreated,
  published: Published,
  stage: string,
): AppEvent | undefined {
  if ("unchangedSince" in published || ("removedAt" in published && published.removedAt !== undefined)) {
    return undefined;
  }
  const { date, run, rows, conflicts, bytes, createdAt, completeThrough = null } = published;
  const isSupplement = "supplementOf" in published;
  return {
    id: eventId("export", bucket.name, object.key, object["version-id"] ?? object.etag),
    type: "exports.published",
    time: createdAt,
    stage,
    data: {
      date,
      version: isSupplement ? published.supplementOf : published.version,
      run,
      kind: isSupplement ? "supplement" : "whole",
      supplement: isSupplement ? published.number : null,
      rows,
      conflicts,
      bytes,
      completeThrough,
    },
  };
}
