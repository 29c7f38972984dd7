import { expect, test } from "vitest";
import { type Feed, feedDefinitionSchema, sharingPlace, withFeed } from "./feed.ts";

const at = "2026-11-26T00:00:00.000Z";
const later = "2026-11-26T01:00:00.000Z";

function feedOf(id: string, asked: object = {}, feeds: readonly Feed[] = []): Feed[] {
  return withFeed(feeds, { id, definition: feedDefinitionSchema.parse(asked), at });
}

test("a feed begins with every column and row, under a prefix of its own name", () => {
  const [feed] = feedOf("daily");
  expect(feed).toMatchObject({
    id: "daily",
    filter: {},
    format: "CSV",
    compression: "none",
    prefix: "daily/",
    versions: "each",
    createdAt: at,
  });
  expect(feed?.columns).toContain("quality");
  expect(feed?.columns).not.toContain("recorded_at_local");
});

test("a feed that is set again keeps its beginning, and takes nothing over from before", () => {
  const before = feedOf("daily", { columns: ["latitude"], prefix: "a/" });
  const definition = feedDefinitionSchema.parse({ format: "PARQUET" });
  const [feed] = withFeed(before, { id: "daily", definition, at: later });
  expect(feed).toMatchObject({ createdAt: at, changedAt: later, prefix: "daily/", format: "PARQUET" });
  expect(feed?.columns.length).toBeGreaterThan(1);
});

test("two feeds share a place if bucket and prefix are equal", () => {
  const feeds = feedOf("b", { prefix: "x/" }, feedOf("a", { prefix: "x/" }));
  const [a, b] = feeds;
  expect(b && sharingPlace(feeds, b)).toBe(a);
  const apart = feedOf("b", { prefix: "x/", bucket: "of-acme" }, feedOf("a", { prefix: "x/" }));
  expect(apart[1] && sharingPlace(apart, apart[1])).toBeUndefined();
});

test.each([
  [{ columns: ["latitude", "latitude"] }, "must name each column once"],
  [{ columns: ["password"] }, "Invalid option"],
  [{ filter: { devices: ["it's"] } }, "Invalid string"],
  [{ filter: { sources: ["a'b"] } }, "Invalid string"],
  [{ prefix: "../a/" }, "must be folders"],
  [{ prefix: "/a/" }, "must be folders"],
  [{ prefix: "a" }, "must be folders"],
  [{ format: "PARQUET", compression: "gzip" }, "must be none for PARQUET"],
  [{ bucket: "A_b" }, "Invalid string"],
  [{ name: "a" }, "must have each of"],
  [{ every: "day" }, "Unrecognized key"],
])("%j is refused: %s", (asked, message) => {
  expect(feedDefinitionSchema.safeParse(asked).error?.issues[0]?.message).toContain(message);
});

test.each([
  [{ type: "Box", bbox: [0, 10, 10, 0] }, "must be a bbox"],
  [{ type: "Box", bbox: [0, 0, 181, 1] }, "must be a bbox"],
  [{ type: "Box", bbox: [1e-131, 0, 1, 1] }, "must be 0, or at least 1e-9 from it"],
  [{ type: "Polygon", coordinates: [ring([5e-324, 0], [1, 0], [1, 1])] }, "must be 0, or at least 1e-9"],
  [{ type: "Polygon", coordinates: [circle(10_000)] }, "Too big: expected array to have <=200 items"],
  [{ type: "Point", coordinates: [0, 0] }, 'must be "Box", "Polygon" or "MultiPolygon"'],
  [{ type: "Polygon", coordinates: [ring([0, 0], [1, 0], [1, 91])] }, "must be [longitude, latitude]"],
  [{ type: "Polygon", coordinates: [[...ring([0, 0], [1, 0]), [1, 1]]] }, "end where they begin"],
  [
    { type: "Polygon", coordinates: [ring([179, 0], [-179, 0], [-179, 1])] },
    "cut in two at the antimeridian",
  ],
  [
    { type: "MultiPolygon", coordinates: [[circle(150)], [circle(150)]] },
    "must have at most 200 points in all, has 302",
  ],
])("the area %j is refused: %s", (area, message) => {
  expect(feedDefinitionSchema.safeParse({ filter: { area } }).error?.issues[0]?.message).toContain(message);
});

function ring(...points: number[][]): number[][] {
  return [...points, points[0] ?? []];
}

function circle(points: number): number[][] {
  return ring(...Array.from({ length: points }, (_, index) => [index / 10, (index * index) / 1_000]));
}
