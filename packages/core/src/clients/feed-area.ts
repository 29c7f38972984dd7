import * as z from "zod";

/** GeoJSON's order: longitude, then latitude, in degrees. */
export type Position = number[];

/** Points of all rings of an area: each becomes a line of SQL, and a statement has at most 100 KB. */
const maxPoints = 200;

/** DynamoDB keeps no number nearer to 0 than 1e-130; a degree has no use for nine places. */
const degrees = z
  .number()
  .refine((number) => number === 0 || Math.abs(number) >= 1e-9, "must be 0, or at least 1e-9 from it");

const positionSchema = z
  .array(degrees)
  .length(2)
  .refine(isPosition, "must be [longitude, latitude], from -180 to 180 and from -90 to 90");

const ringSchema = z.array(positionSchema).min(4).max(maxPoints);

/** Where the rows of a feed lie: a box, or the polygons of GeoJSON (RFC 7946). */
export const areaSchema = z
  .discriminatedUnion(
    "type",
    [
      z.strictObject({
        type: z.literal("Box"),
        bbox: z
          .array(degrees)
          .length(4)
          .describe("West, south, east and north; a west beyond the east crosses the antimeridian"),
      }),
      z.strictObject({ type: z.literal("Polygon"), coordinates: z.array(ringSchema).min(1) }),
      z.strictObject({
        type: z.literal("MultiPolygon"),
        coordinates: z.array(z.array(ringSchema).min(1)).min(1),
      }),
    ],
    {
      error: ({ code }) =>
        code === "invalid_union" ? 'must be "Box", "Polygon" or "MultiPolygon"' : undefined,
    },
  )
  .superRefine((area, context) => {
    const fault = area.type === "Box" ? faultOfBox(area.bbox) : faultOfRings(ringsOf(area));
    if (fault !== undefined) {
      context.addIssue({ code: "custom", message: fault });
    }
  })
  .meta({ id: "FeedArea", description: "A box, or a polygon or several as in GeoJSON" });

export type Area = z.infer<typeof areaSchema>;

/** Returns the rings of polygons, those of holes among them. */
export function ringsOf(area: Exclude<Area, { type: "Box" }>): Position[][] {
  return area.type === "Polygon" ? area.coordinates : area.coordinates.flat();
}

function isPosition([longitude = 0, latitude = 0]: readonly number[]): boolean {
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
}

function faultOfBox([west = 0, south = 0, east = 0, north = 0]: readonly number[]): string | undefined {
  return isPosition([west, south]) && isPosition([east, north]) && south <= north
    ? undefined
    : "must be a bbox of [west, south, east, north] in degrees, the south not beyond the north";
}

function faultOfRings(rings: readonly Position[][]): string | undefined {
  const points = rings.reduce((sum, ring) => sum + ring.length, 0);
  if (points > maxPoints) {
    return `must have at most ${maxPoints} points in all, has ${points}`;
  }
  for (const ring of rings) {
    if (String(ring[0]) !== String(ring.at(-1))) {
      return `must have rings that end where they begin, got one from ${String(ring[0])} to ${String(ring.at(-1))}`;
    }
    const long = ring.slice(1).find((end, index) => Math.abs((end[0] ?? 0) - (ring[index]?.[0] ?? 0)) > 180);
    if (long !== undefined) {
      return `must be cut in two at the antimeridian, as GeoJSON asks for: an edge to ${String(long)} spans more than 180 degrees`;
    }
  }
  return undefined;
}
