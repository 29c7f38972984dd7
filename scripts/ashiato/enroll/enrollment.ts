/** The settings for a phone. */
export type Enrolled = {
  /** URL of the API without a path. */
  apiUrl: string;
  /** Ingest token. */
  token: string;
  device: string;
  /** Who carries the device; only OwnTracks has this setting. */
  user: string;
};

/**
 * How to set up an app: by a link, if the app opens one, and by settings that a person types in.
 */
export type Enrollment = { link?: string; fields: Record<string, string> };

/** The apps that can be enrolled, by their names on the command line. */
export const enrollments = {
  overland,
  owntracks,
  traccar,
  osmand,
  gpslogger,
  phonetrack,
  colota,
} as const satisfies Record<string, (enrolled: Enrolled) => Enrollment>;

export type EnrolledApp = keyof typeof enrollments;

export function isEnrolledApp(name: string): name is EnrolledApp {
  return Object.hasOwn(enrollments, name);
}

/** https://github.com/aaronpk/Overland-iOS#configuration-by-custom-url */
function overland({ apiUrl, token, device }: Enrolled): Enrollment {
  const url = routeOf(apiUrl, "overland");
  const query = new URLSearchParams({ url, token, device_id: device });
  return {
    link: `overland://setup?${query.toString()}`,
    fields: { "Receiver Endpoint": url, "Access Token": token, "Device ID": device },
  };
}

/**
 * https://owntracks.org/booklet/features/remoteconfig/
 * https://owntracks.org/booklet/tech/json/#_typeconfiguration
 */
function owntracks({ apiUrl, token, device, user }: Enrolled): Enrollment {
  const url = routeOf(apiUrl, "owntracks");
  const tid = device.slice(-2);
  const httpMode = 3;
  const configuration = {
    _type: "configuration",
    mode: httpMode,
    url,
    auth: true,
    usePassword: true,
    username: user,
    password: token,
    deviceId: device,
    tid,
  };
  const inline = Buffer.from(JSON.stringify(configuration)).toString("base64");
  return {
    link: `owntracks:///config?inline=${encodeURIComponent(inline)}`,
    fields: { Mode: "HTTP", URL: url, UserID: user, Password: token, DeviceID: device, TrackerID: tid },
  };
}

function traccar({ apiUrl, token, device }: Enrolled): Enrollment {
  return {
    fields: {
      "Server URL": withQuery(routeOf(apiUrl, "traccar"), { access_token: token }),
      "Device identifier": device,
    },
  };
}

/** https://osmand.net/docs/user/plugins/trip-recording/ : positions of the values are in braces. */
function osmand({ apiUrl, token, device }: Enrolled): Enrollment {
  const url = withQuery(routeOf(apiUrl, "osmand"), { access_token: token, id: device });
  return {
    fields: {
      "Web address": `${url}&lat={0}&lon={1}&timestamp={2}&altitude={4}&speed={5}&speedUnit=mps&bearing={6}`,
    },
  };
}

/** https://gpslogger.app/ : words behind a percent sign are filled in. */
function gpslogger({ apiUrl, token, device }: Enrolled): Enrollment {
  const url = withQuery(routeOf(apiUrl, "osmand"), { id: device });
  return {
    fields: {
      URL: `${url}&lat=%LAT&lon=%LON&timestamp=%TIMESTAMP&altitude=%ALT&accuracy=%ACC&speed=%SPD&speedUnit=mps&bearing=%DIR&batt=%BATT`,
      "HTTP Headers": `Authorization: Bearer ${token}`,
      "HTTP Method": "POST",
    },
  };
}

function phonetrack({ apiUrl, token, device }: Enrolled): Enrollment {
  const url = withQuery(routeOf(apiUrl, "osmand"), { access_token: token, id: device });
  return {
    fields: {
      "Target address": `${url}&lat=%LAT&lon=%LON&timestamp=%TIMESTAMP&altitude=%ALT&accuracy=%ACC&speed=%SPD&speedUnit=mps&bearing=%DIR&batt=%BATT`,
    },
  };
}

function colota({ apiUrl, token, device }: Enrolled): Enrollment {
  return {
    fields: {
      Template: "Overland",
      Endpoint: withQuery(routeOf(apiUrl, "overland"), { deviceId: device }),
      Authentication: "Bearer Token",
      Token: token,
    },
  };
}

function routeOf(apiUrl: string, format: string): string {
  return new URL(`/v1/locations/${format}`, apiUrl).href;
}

function withQuery(url: string, query: Record<string, string>): string {
  return `${url}?${new URLSearchParams(query).toString()}`;
}
