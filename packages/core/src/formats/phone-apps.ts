import type { PhoneFormat } from "../phone-format.ts";

export type PhoneApp = {
  name: string;
  format: PhoneFormat;
  /** The ways in which it can send the token. */
  authenticates: "Bearer" | "Basic" | "header" | "query";
  /** Maximum number of reports in a request. */
  batch: string;
  /** What it does with reports that are answered with 4xx; if unknown, it is taken to delete them. */
  atClientError: "keeps" | "deletes" | "unknown";
  /** A page on which its source, its makers or its users show the request. */
  source: string;
};

/**
 * How the apps behave, each with a source. Because some apps delete reports that are answered with 4xx, the
 * phone routes answer 2xx to whatever they can keep.
 */
export const phoneApps: readonly PhoneApp[] = [
  {
    name: "Overland for iOS",
    format: "overland",
    authenticates: "Bearer",
    batch: "50 to 1,000",
    atClientError: "keeps",
    source: "https://github.com/aaronpk/Overland-iOS#response",
  },
  {
    name: "Overland for Android",
    format: "overland",
    authenticates: "Bearer",
    batch: "2,000",
    atClientError: "keeps",
    source: "https://github.com/OpenHumans/Overland_android/blob/master/App.js",
  },
  {
    name: "Colota",
    format: "overland",
    authenticates: "header",
    batch: "one, or a batch",
    atClientError: "keeps",
    source:
      "https://github.com/dietrichmax/colota/blob/main/apps/mobile/android/app/src/main/java/com/colota/sync/PayloadBuilder.kt",
  },
  {
    name: "OwnTracks for iOS",
    format: "owntracks",
    authenticates: "Basic",
    batch: "1",
    atClientError: "deletes",
    source: "https://github.com/owntracks/ios/issues/665",
  },
  {
    name: "OwnTracks for Android",
    format: "owntracks",
    authenticates: "Basic",
    batch: "1",
    // At least in earlier releases: later ones send again whatever is not answered with 2xx.
    atClientError: "deletes",
    source: "https://github.com/owntracks/android/issues/655",
  },
  {
    name: "Traccar Client 10",
    format: "traccar",
    authenticates: "query",
    batch: "1, as a form",
    atClientError: "keeps",
    source: "https://github.com/traccar/traccar-client/issues/214",
  },
  {
    name: "Traccar Client 9",
    format: "traccar",
    authenticates: "query",
    batch: "1, as JSON",
    atClientError: "keeps",
    source: "https://github.com/traccar/traccar-client/issues/27",
  },
  {
    name: "Traccar Client 7 and older",
    format: "traccar",
    authenticates: "query",
    batch: "1, in the URL",
    atClientError: "keeps",
    source:
      "https://github.com/traccar/traccar-client-android/blob/master/app/src/main/java/org/traccar/client/ProtocolFormatter.kt",
  },
  {
    name: "Apps built with transistorsoft's SDKs",
    format: "traccar",
    authenticates: "header",
    batch: "no maximum by default",
    atClientError: "keeps",
    source: "https://pub.dev/documentation/flutter_background_geolocation/latest/",
  },
  {
    name: "OsmAnd",
    format: "osmand",
    authenticates: "query",
    batch: "1, in the URL",
    atClientError: "unknown",
    source: "https://osmand.net/docs/user/plugins/trip-recording/",
  },
  {
    name: "GPSLogger",
    format: "osmand",
    authenticates: "header",
    batch: "1, in the URL or as a form",
    atClientError: "unknown",
    source:
      "https://github.com/mendhak/gpslogger/blob/master/gpslogger/src/main/java/com/mendhak/gpslogger/senders/customurl/CustomUrlManager.java",
  },
  {
    name: "PhoneTrack",
    format: "osmand",
    authenticates: "query",
    batch: "1, in the URL",
    atClientError: "unknown",
    source: "https://gitlab.com/eneiluj/phonetrack-android",
  },
];
