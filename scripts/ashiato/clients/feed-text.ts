import type { ShownFeed } from "@ashiato/core/api/feed-schemas";
import type { Feed } from "@ashiato/core/clients/feed";
import { counted } from "../../terminal/counted.ts";
import { textTable } from "../../terminal/text-table.ts";

/** Returns a table of a client's feeds. */
export function feedListText(feeds: readonly ShownFeed[], client: string): string {
  if (feeds.length === 0) {
    return `${client} has no feeds: clients feed add ${client} FEED adds one`;
  }
  return textTable(
    ["feed", "format", "columns", "rows", "place", "versions", "last delivered"],
    feeds.map((feed) => [
      feed.id,
      formatText(feed),
      feed.columns.length,
      filterText(feed),
      placeText(feed),
      feed.versions,
      deliveredText(feed.deliveries[0]),
    ]),
  );
}

/** Returns what is known of a feed. */
export function feedText(feed: Feed & Partial<Pick<ShownFeed, "deliveries">>): string {
  const fields: [string, string][] = [
    ["feed", feed.id],
    ["format", formatText(feed)],
    ["columns", feed.columns.join(",")],
    ...filterFields(feed),
    ["place", placeText(feed)],
    ["names", feed.name],
    ["versions", feed.versions],
  ];
  const delivered = (feed.deliveries ?? []).map(({ date, version }) => [date, version]);
  const table = textTable(["", ""], fields);
  return delivered.length === 0 ? table : `${table}\n\n${textTable(["delivered", "version"], delivered)}`;
}

/** Returns what a feed has in one line: `CSV, 4 columns, rows: 2 devices in a Box, to east/`. */
export function briefFeedText(feed: Feed): string {
  const columns = counted(feed.columns.length, "column");
  return `${formatText(feed)}, ${columns}, rows: ${filterText(feed)}, to ${placeText(feed)}`;
}

/**
 * Returns the statement that the policy of a client's bucket needs.
 * @param role ARN of the role of DeliverFeed
 */
export function policyText({ bucket, prefix }: Feed, role: string): string {
  if (bucket === undefined) {
    return "";
  }
  const statement = {
    Effect: "Allow",
    Principal: { AWS: role },
    Action: "s3:PutObject",
    Resource: `arn:aws:s3:::${bucket}/${prefix}*`,
  };
  return `\n\nThe policy of the bucket needs this statement:\n${JSON.stringify(statement, null, 2)}`;
}

function formatText({ format, compression }: Feed): string {
  return compression === "gzip" ? `${format}, gzip` : format;
}

function filterText({ filter: { devices, sources, area } }: Feed): string {
  const parts = [
    devices && counted(devices.length, "device"),
    sources && `of ${sources.join(",")}`,
    area && `in a ${area.type}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? "all" : parts.join(" ");
}

/** Returns which rows a feed has, as the options of `clients feed add` name them. */
function filterFields({ filter: { devices, sources, area } }: Feed): [string, string][] {
  const fields: [string, string][] = [];
  if (devices !== undefined) {
    fields.push(["devices", devices.join(",")]);
  }
  if (sources !== undefined) {
    fields.push(["sources", sources.join(",")]);
  }
  if (area?.type === "Box") {
    fields.push(["box", area.bbox.join(",")]);
  } else if (area !== undefined) {
    fields.push(["polygon", JSON.stringify(area)]);
  }
  return fields.length === 0 ? [["rows", "all"]] : fields;
}

function placeText({ bucket, prefix }: Feed): string {
  return bucket === undefined ? prefix : `s3://${bucket}/${prefix}`;
}

function deliveredText(last: ShownFeed["deliveries"][number] | undefined): string {
  return last === undefined ? "" : `${last.date} version ${last.version}`;
}
