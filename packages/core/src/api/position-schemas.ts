import * as z from "zod";

export const positionFeatureSchema = z
  .strictObject({
    type: z.literal("Feature"),
    geometry: z.strictObject({
      type: z.literal("Point"),
      coordinates: z.array(z.number()).length(2).describe("Longitude and latitude in degrees, WGS 84"),
    }),
    properties: z
      .looseObject({
        deviceId: z.string(),
        timestamp: z.iso.datetime().describe("Time of the fix"),
        receivedAt: z.iso.datetime().describe("Time of arrival"),
        source: z
          .string()
          .optional()
          .describe("Client whose key the report came with; absent for the stage's own token"),
      })
      .describe("The other values of the report, by the names of a report in JSON"),
  })
  .meta({ id: "PositionFeature" });

const collection = {
  type: z.literal("FeatureCollection"),
  features: z.array(positionFeatureSchema),
  next: z.url().optional().describe("URL of the rest, if there is more than `limit`"),
};

export const positionListSchema = z
  .strictObject({
    ...collection,
    mergedAt: z.iso
      .datetime()
      .optional()
      .describe("When the reports drained by then were merged; absent before the first time"),
  })
  .meta({
    id: "PositionList",
    description: "The newest position of each device, as GeoJSON ordered by device id",
  });

export const trackSchema = z
  .strictObject({ ...collection, since: z.iso.datetime().describe("Fixes of this time and later") })
  .meta({ id: "Track", description: "Fixes of a device, as GeoJSON, oldest first" });

export type PositionList = z.output<typeof positionListSchema>;
export type Track = z.output<typeof trackSchema>;
