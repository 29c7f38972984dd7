import type { RouteKey } from "./routes.ts";

/** What an operation answers: the name of a component schema, or what the body is instead. */
export type Answers = Record<
  number,
  {
    description: string;
    schema?: string;
    contentType?: string;
    /** Headers by their names, and what each says. */
    headers?: Record<string, string>;
  }
>;

export type Operation = {
  summary: string;
  description?: string;
  /** Query parameters with what each means. */
  query?: Record<string, string>;
  /** Component schema of the request's body; `optional` where the body may be absent. */
  body?: { schema: string; optional?: true };
  answers: Answers;
};

const badRequest = { description: "Something of the request is not what it must be", schema: "Problem" };
const notFound = { description: "There is none of the name", schema: "Problem" };
const keptOrNot = {
  400: { description: "The body is not what the route takes, or no report was accepted", schema: "Problem" },
  413: { description: "More bytes or more reports than one request may carry", schema: "Problem" },
  415: { description: "A Content-Type, charset or Content-Encoding that is not read", schema: "Problem" },
  503: { description: "Some reports may not be kept: send all again after Retry-After", schema: "Problem" },
};

/** Header of the answers that decide about reports. */
export const stageHeader = "ashiato-stage";
const byStage = { [stageHeader]: "Id of the stage that decided, as `GET /v1/stage` gives it" };

const phone = {
  description:
    "200 means that each report is kept: as a row, or, where it breaks a rule, with its reason until it can be replayed. The token may also be the password " +
    "of Basic authentication, or `access_token` of the URL.",
  query: {
    deviceId: "Stands in where the app names no device, or names one by what is no id",
    access_token: "The token, for apps that can put it nowhere else",
  },
};
const phoneAnswers = {
  200: { description: "Kept", schema: "Receipt" },
  400: { description: "The request holds nothing", schema: "Problem" },
  413: { description: "More bytes than one request may carry", schema: "Problem" },
  503: keptOrNot[503],
};
const osmandQuery = {
  ...phone.query,
  id: "The device",
  lat: "Degrees north",
  lon: "Degrees east",
  timestamp: "Seconds or milliseconds since 1970, or ISO 8601",
  speed: "In knots, or as `speedUnit` says",
  speedUnit: "`kn` (default), `kmh` or `mps`",
  bearing: "Degrees",
  altitude: "Metres",
  accuracy: "Metres",
  batt: "Percent",
  charge: "`true` or `false`",
};

/** Every route in words, with all that it answers by itself. */
export const operations: Record<RouteKey, Operation> = {
  "POST /v1/locations": {
    summary: "Send reports",
    description:
      "One report, up to 1,000 as `locations`, or one on each line as `application/x-ndjson`; gzip or deflate by Content-Encoding. 202 means kept: the sender may delete them.",
    body: { schema: "ReportRequest" },
    answers: {
      ...keptOrNot,
      202: { description: "Every accepted report is kept", schema: "Receipt", headers: byStage },
      400: { ...keptOrNot[400], headers: byStage },
    },
  },
  "POST /v1/locations/overland": {
    summary: "Send reports of Overland",
    ...phone,
    body: { schema: "AnyObject" },
    answers: phoneAnswers,
  },
  "POST /v1/locations/owntracks": {
    summary: "Send a message of OwnTracks",
    ...phone,
    body: { schema: "AnyObject", optional: true },
    answers: { ...phoneAnswers, 200: { description: "Kept, or no location", schema: "NoMessages" } },
  },
  "POST /v1/locations/traccar": {
    summary: "Send reports of Traccar Client, or of an app built with transistorsoft's SDKs",
    ...phone,
    query: osmandQuery,
    body: { schema: "AnyObject", optional: true },
    answers: phoneAnswers,
  },
  "GET /v1/locations/traccar": {
    summary: "Send a report of Traccar Client in the URL",
    ...phone,
    query: osmandQuery,
    answers: phoneAnswers,
  },
  "POST /v1/locations/osmand": {
    summary: "Send a report by OsmAnd's protocol, in the URL or as a form",
    ...phone,
    query: osmandQuery,
    body: { schema: "AnyObject", optional: true },
    answers: phoneAnswers,
  },
  "GET /v1/locations/osmand": {
    summary: "Send a report by OsmAnd's protocol in the URL",
    ...phone,
    query: osmandQuery,
    answers: phoneAnswers,
  },
  "ANY /v1/locations/{path+}": {
    summary: "A route of phones with a slash at its end, or asked by HEAD or OPTIONS",
    ...phone,
    answers: {
      ...phoneAnswers,
      202: { description: "Kept: the own format, with a slash at the end of its path", schema: "Receipt" },
      204: { description: "The methods that the path takes" },
      404: notFound,
      405: { description: "A method that the path does not take", schema: "Problem" },
      415: keptOrNot[415],
    },
  },
  "GET /v1/stage": {
    summary: "Ask which stage this is",
    description:
      "A sender that keeps how far it is keeps this id with it. A stage that was removed and made again has another id, and nothing of what was sent before.",
    answers: { 200: { description: "The stage's own id", schema: "StageIdentity" } },
  },
  "GET /v1/exports": {
    summary: "List exports with signed links",
    query: {
      from: "First business date, yyyy-MM-dd; 30 days before `to` if absent",
      to: "Last business date; today if absent",
      versions: "`newest` (default) of each date, or `all`",
    },
    answers: { 200: { description: "In the order of their dates", schema: "ExportList" }, 400: badRequest },
  },
  "GET /v1/exports/{date}": {
    summary: "Get the export of a business date",
    query: { version: "The newest if absent" },
    answers: {
      200: { description: "With links signed now", schema: "Export" },
      400: badRequest,
      404: notFound,
    },
  },
  "GET /v1/exports/{date}/csv": {
    summary: "Download the CSV of a business date",
    query: { version: "The newest if absent", file: "Which file, from 1 on, of an export that has several" },
    answers: {
      302: { description: "To a signed link" },
      400: badRequest,
      404: notFound,
      409: { description: "The export has several files: name one", schema: "Problem" },
    },
  },
  "POST /v1/runs": {
    summary: "Start a run of the daily batch",
    body: { schema: "RunRequest", optional: true },
    answers: {
      202: { description: "Started: poll `statusUrl`", schema: "StartedRun" },
      400: badRequest,
      409: { description: "A run is at work", schema: "Problem" },
      413: { description: "The body is too large", schema: "Problem" },
      415: { description: "The body is no JSON by its Content-Type", schema: "Problem" },
    },
  },
  "GET /v1/runs": {
    summary: "List runs",
    query: { limit: "1 to 100; 20 if absent" },
    answers: { 200: { description: "Newest first", schema: "RunList" }, 400: badRequest },
  },
  "GET /v1/runs/{run}": {
    summary: "See how far a run is",
    answers: {
      200: { description: "With Retry-After while it runs", schema: "Run" },
      400: badRequest,
      404: notFound,
    },
  },
  "GET /v1/openapi.json": {
    summary: "This description",
    answers: { 200: { description: "OpenAPI 3.1", schema: "AnyObject" } },
  },
  "GET /docs": {
    summary: "This description as a page",
    answers: { 200: { description: "HTML", contentType: "text/html" } },
  },
  "GET /docs/{asset}": {
    summary: "A file of the page",
    answers: { 200: { description: "Script or style", contentType: "text/javascript" }, 404: notFound },
  },
};
