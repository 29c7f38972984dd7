// What phones' apps send, each in the shape in which its source builds it.

export const now = Date.parse("2026-11-21T03:00:00.000Z");
const seconds = now / 1_000 - 60;
export const iso = "2026-11-21T02:59:00Z";

export type Sent = {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  routeKey?: string;
};

export const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded; charset=UTF-8" };
export const properties = {
  timestamp: iso,
  device_id: "phone",
  horizontal_accuracy: 8,
  vertical_accuracy: 5,
  altitude: 35,
  speed: 1,
  course: 90,
  battery_level: 0.88,
  battery_state: "charging",
};
export const feature = {
  type: "Feature",
  geometry: { type: "Point", coordinates: [139.7, 35.7] },
  properties,
};
const coords = {
  latitude: 35.7,
  longitude: 139.7,
  accuracy: 8,
  speed: 1,
  heading: 90,
  altitude: 35,
  altitude_accuracy: 5,
};
export const transistorsoft = {
  event: "motionchange",
  is_moving: true,
  uuid: "0b5e3f0e-6b1c-4b52-9d5b-0e3c2a7d9f10",
  timestamp: "2026-11-21T02:59:00.000Z",
  odometer: 10,
  coords,
  activity: { type: "in_vehicle", confidence: 100 },
  battery: { is_charging: true, level: 0.88 },
  extras: {},
};
const osmandFields = `id=phone&lat=35.7&lon=139.7&timestamp=${seconds}`;
export const owntracks = {
  _type: "location",
  acc: 8,
  alt: 35,
  vac: 5,
  batt: 88,
  bs: 2,
  cog: 90,
  lat: 35.7,
  lon: 139.7,
  tid: "ne",
  tst: seconds,
  vel: 3.6,
};

/**
 * Each app's request, in the shape in which its source builds it: path, request, the beginning of its row.
 */
export const apps: [string, string, Sent, RegExp][] = [
  [
    "Overland for iOS",
    "/v1/locations/overland",
    { headers: json, body: JSON.stringify({ locations: [feature], trip: {} }) },
    /,phone,/,
  ],
  [
    "Overland for Android",
    "/v1/locations/overland",
    {
      headers: json,
      body: JSON.stringify({
        locations: [{ ...feature, properties: { ...properties, altitude: 35.4, motion: [] } }],
      }),
    },
    /,phone,/,
  ],
  [
    "Colota",
    "/v1/locations/overland",
    {
      headers: { "content-type": "application/json; charset=UTF-8" },
      body: JSON.stringify({
        locations: [{ ...feature, properties: { ...properties, device_id: undefined } }],
        device_id: "colota",
      }),
    },
    /,colota,/,
  ],
  [
    "OwnTracks for iOS",
    "/v1/locations/owntracks",
    {
      headers: { ...json, "x-limit-u": "jane", "x-limit-d": "iPhone 12" },
      body: JSON.stringify({ ...owntracks, topic: "owntracks/jane/iPhone 12", t: "u", m: 1, conn: "w" }),
    },
    /,jane:iPhone_x0020_12,/,
  ],
  [
    "OwnTracks for Android",
    "/v1/locations/owntracks",
    {
      headers: {
        "content-type": "application/json; charset=utf-8",
        "x-limit-u": "jane",
        "x-limit-d": "pixel",
      },
      body: JSON.stringify({ ...owntracks, _id: "a1b2", created_at: seconds + 1, m: 1 }),
    },
    /,jane:pixel,/,
  ],
  [
    "OwnTracks with u and d in its URL",
    "/v1/locations/owntracks?u=jane&d=tablet",
    { headers: json, body: JSON.stringify({ ...owntracks, tid: undefined }) },
    /,jane:tablet,/,
  ],
  [
    "Traccar Client 10",
    "/v1/locations/traccar?token=secret",
    {
      headers: form,
      body: `${osmandFields}&accuracy=8.0&altitude=35.0&speed=1.94384&bearing=90.0&batt=88&charge=true`,
    },
    /,phone,/,
  ],
  [
    "Traccar Client 9",
    "/v1/locations/traccar",
    {
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify({ location: transistorsoft, device_id: "48241179" }),
    },
    /,48241179,/,
  ],
  [
    "Traccar Client 7 and older",
    `/v1/locations/traccar?${osmandFields}&speed=1.94384&bearing=90.0&altitude=35.0&accuracy=8.0&batt=88.0&charge=true`,
    {},
    /,phone,/,
  ],
  [
    "Apps built with transistorsoft's SDKs",
    "/v1/locations/traccar",
    { headers: json, body: JSON.stringify({ location: [transistorsoft], device_id: 7 }) },
    /,7,/,
  ],
  [
    "OsmAnd",
    `/v1/locations/osmand?token=secret&${osmandFields}000&hdop=8.0&accuracy=8&altitude=35.0&speed=1.0&speedUnit=mps&bearing=90.0&batt=88&charge=1`,
    { method: "GET" },
    /,phone,/,
  ],
  [
    "GPSLogger",
    "/v1/locations/osmand",
    {
      headers: form,
      body: `id=phone&lat=35.7&lon=139.7&timestamp=${iso}&accuracy=8.0&altitude=35.0&speed=1.0&speedUnit=mps&bearing=90.0&batt=88.0&charge=true`,
    },
    /,phone,/,
  ],
  [
    "PhoneTrack",
    `/v1/locations/osmand?${osmandFields}&altitude=35.0&accuracy=8.0&batt=88.0&charge=true&speed=3.6&speedUnit=kmh&bearing=90.0`,
    { method: "GET" },
    /,phone,/,
  ],
];
