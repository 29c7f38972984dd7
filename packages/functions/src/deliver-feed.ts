import { feedSchema } from "@ashiato/core/clients/feed";
import { countLateRows } from "@ashiato/core/export-document";
import { balanceFeed } from "@ashiato/core/feeds/balance-feed";
import type { Delivery, FeedResult } from "@ashiato/core/feeds/delivery";
import { deliveryKey, runFeedKey } from "@ashiato/core/feed-keys";
import { Resource } from "sst";
import * as z from "zod";
import { writeJson } from "./aws/objects.ts";
import { logger } from "./aws/telemetry.ts";
import { findExportsOfDate } from "./batch/find-exports.ts";
import { parseInput } from "./batch/parse-input.ts";
import { readManifest } from "./batch/read-manifest.ts";
import { destinationOf, writeFiles, writeManifest } from "./deliver-feed/destination.ts";
import { inspectFeedFiles } from "./deliver-feed/inspect-feed-files.ts";
import { refuseOthersPlace } from "./deliver-feed/others-place.ts";

const count = z.int().nonnegative();

const inputSchema = z.object({
  run: z.string(),
  client: z.string(),
  definition: feedSchema,
  date: z.iso.date(),
  /** The version that was the current one when the feed was prepared. */
  version: z.int().positive(),
  /** Prefix in the lake of what UNLOAD wrote. */
  prefix: z.string(),
  counts: z.object({ rows: count, matching: count }),
  unloadId: z.string(),
});

/**
 * Checks what was unloaded for a feed against the expected counts, copies it to where the client finds it,
 * and then writes the documents without which there is no delivery: beside the files, and for the API. So
 * there is never half a file, and a delivery that is cut short is made again as a whole. A version that a
 * newer one has replaced meanwhile is not delivered: the run of that one delivers it. Throws LedgerMismatch,
 * ExportUnreadable, or FeedRefused if the bucket does not take the files.
 */
export async function handler(event: unknown): Promise<FeedResult> {
  const { run, client, definition, date, version, prefix, counts, unloadId } = parseInput(inputSchema, event);
  const name = { client, feed: definition.id, date };
  const lake = Resource.Lake.name;
  const [current] = await findExportsOfDate(Resource.Downloads.name, date);
  if (current?.document.version !== version) {
    return { result: "superseded", ...name, version };
  }
  const manifest = await readManifest(lake, `${prefix}manifest`);
  const files = await inspectFeedFiles(lake, manifest, definition.format);
  const [rows, bytes] = [sum(files, "rows"), sum(files, "bytes")];
  balanceFeed({
    subject: `${client}/${definition.id} ${date}`,
    published: current.document.rows + countLateRows(current.supplements),
    ...counts,
    // The manifest counts the header of each CSV.
    manifestRows: sum(manifest, "rows") - (definition.format === "CSV" ? manifest.length : 0),
    fileRows: rows,
    manifestBytes: sum(manifest, "bytes"),
    fileBytes: bytes,
  });
  const destination = destinationOf(client, definition);
  await refuseOthersPlace(destination, definition, { feed: name.feed, date, version });
  const delivered = await writeFiles({ definition, date, version, destination, files });
  const delivery: Delivery = {
    ...name,
    version,
    run,
    rows,
    ofRows: counts.rows,
    bytes: sum(delivered, "bytes"),
    columns: definition.columns,
    format: definition.format,
    compression: definition.compression,
    createdAt: new Date().toISOString(),
    bucket: destination.bucket,
    prefix: destination.prefix,
    files: delivered,
  };
  await writeManifest(destination, definition, delivery);
  await writeJson(Resource.Downloads.name, deliveryKey({ ...name, version }), delivery);
  const result: FeedResult = {
    result: "delivered",
    ...name,
    version,
    rows,
    bytes: delivery.bytes,
    files: delivered.length,
  };
  await writeJson(lake, runFeedKey(run, name), { ...result, counts, unloadId });
  logger.info("feed delivered", { delivered: result });
  return result;
}

function sum<Name extends "rows" | "bytes">(files: readonly Record<Name, number>[], name: Name): number {
  return files.reduce((total, file) => total + file[name], 0);
}
