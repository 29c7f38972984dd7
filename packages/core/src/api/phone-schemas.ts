import * as z from "zod";

/*
 * The parts of what phone apps send that are read here. Each converter in `formats/` names its source. Apps
 * also send other fields and wrong values: no request is refused for its shape, and a report that breaks a
 * rule is kept with the reason.
 */

const number = z.number().optional();

export const overlandRequestSchema = z
  .looseObject({
    locations: z.array(
      z.looseObject({
        type: z.literal("Feature"),
        geometry: z.looseObject({
          type: z.literal("Point"),
          coordinates: z.array(z.number()).min(2).max(3).describe("Longitude, latitude, in degrees"),
        }),
        properties: z.looseObject({
          timestamp: z.string().describe("ISO 8601, with a zone"),
          device_id: z.string().optional(),
          horizontal_accuracy: number.describe("Metres; negative if there is no position"),
          altitude: number.describe("Metres above sea level"),
          vertical_accuracy: number.describe("Metres; 0 or less if the altitude is not known"),
          speed: number.describe("Metres per second; −1 if not known"),
          course: number.describe("Degrees; −1 if not known"),
          battery_level: number.describe("0 to 1; −1 if not known"),
          battery_state: z.enum(["unplugged", "charging", "full", "unknown"]).optional(),
        }),
      }),
    ),
  })
  .meta({ id: "OverlandRequest", description: "https://github.com/aaronpk/Overland-iOS#api" });

export const owntracksMessageSchema = z
  .looseObject({
    _type: z.string().describe("`location` for a position; messages of other types are ignored"),
    tst: number.describe("Seconds since 1970"),
    lat: number.describe("Degrees north"),
    lon: number.describe("Degrees east"),
    acc: number.describe("Metres"),
    alt: number.describe("Metres above sea level"),
    vac: number.describe("Accuracy of the altitude, metres"),
    vel: number.describe("Kilometres per hour"),
    cog: number.describe("Degrees"),
    batt: number.describe("Percent"),
    bs: number.describe("State of the battery: 0 unknown, 1 unplugged, 2 charging, 3 full"),
    topic: z.string().optional().describe("`owntracks/USER/DEVICE`: names the device `USER:DEVICE`"),
    tid: z.string().optional().describe("Names the device if nothing else does"),
  })
  .meta({ id: "OwnTracksMessage", description: "https://owntracks.org/booklet/tech/json/" });

const traccarLocation = z
  .looseObject({
    timestamp: z.string().describe("ISO 8601, with a zone"),
    coords: z.looseObject({
      latitude: z.number(),
      longitude: z.number(),
      accuracy: number.describe("Metres"),
      altitude: number.describe("Metres"),
      altitude_accuracy: number.describe("Metres"),
      speed: number.describe("Metres per second; −1 if not known"),
      heading: number.describe("Degrees; −1 if not known"),
    }),
    battery: z
      .looseObject({
        level: number.describe("0 to 1; −1 if not known"),
        is_charging: z.boolean().optional(),
      })
      .optional(),
  })
  .meta({ id: "TraccarLocation" });

export const traccarRequestSchema = z
  .looseObject({
    device_id: z.string().optional(),
    location: z.union([traccarLocation, z.array(traccarLocation)]),
  })
  .meta({ id: "TraccarRequest", description: "https://www.traccar.org/osmand/" });

/** The fields of OsmAnd's protocol, in the URL or as a form. */
export const osmandFields = {
  id: z.string().describe("The device"),
  lat: z.number().min(-90).max(90).describe("Degrees north"),
  lon: z.number().min(-180).max(180).describe("Degrees east"),
  timestamp: z.string().describe("Seconds or milliseconds since 1970, or ISO 8601; UTC if it names no zone"),
  speed: z.number().min(0).optional().describe("Speed, in the unit that `speedUnit` names"),
  speedUnit: z.enum(["kn", "kmh", "mps"]).optional().describe("Unit of `speed`; knots if absent"),
  bearing: z.number().min(0).max(360).optional().describe("Degrees clockwise from north"),
  altitude: number.describe("Metres"),
  accuracy: z.number().min(0).optional().describe("Metres"),
  batt: z.number().min(0).max(100).optional().describe("Charge of the battery in percent"),
  charge: z.boolean().optional().describe("Whether the battery is being charged"),
};

export const osmandFieldsSchema = z
  .looseObject(osmandFields)
  .meta({ id: "OsmAndFields", description: "https://www.traccar.org/osmand/" });
