import type { RouteKey } from "./routes.ts";

/**
 * The answers of an operation by status code: the component schema of the body, or its content type where it
 * is not JSON.
 */
export type Answers = Record<
  number,
  {
    description: string;
    schema?: string;
    contentType?: string;
    /** Headers by name, with the meaning of each. */
    headers?: Record<string, string>;
  }
>;

export type Operation = {
  summary: string;
  description?: string;
  /** Query parameters by name, with the meaning of each. */
  query?: Record<string, string>;
  /** Component schema of the request body; `optional` if the body may be absent. */
  body?: { schema: string; optional?: true };
  answers: Answers;
};

const badRequest = {
  description: "The request is invalid: the message says which part and why",
  schema: "Problem",
};
const notFound = { description: "Nothing has this name", schema: "Problem" };
const keptOrNot = {
  400: {
    description: "The body is not valid for this route, or every report was rejected",
    schema: "Problem",
  },
  413: { description: "The request has more bytes or more reports than allowed", schema: "Problem" },
  415: { description: "The Content-Type, charset or Content-Encoding is not supported", schema: "Problem" },
  503: {
    description: "Some reports may not have been kept: send all of them again after Retry-After",
    schema: "Problem",
  },
};

/** Header that names the stage in answers that accept or reject reports. */
export const stageHeader = "ashiato-stage";
const byStage = { [stageHeader]: "Id of the stage that answered, as returned by `GET /v1/stage`" };

const phone = {
  description:
    "200 means that every report is kept: as a row or, if it breaks a rule, with its reason until it can be replayed. The token may also be the password " +
    "of Basic authentication, or `access_token` of the URL.",
  query: {
    deviceId: "The device, if the app names none or names it by something that is not an id",
    access_token: "The token, for apps that cannot send it in a header",
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

/** The description of every route, with every answer that its handler returns. */
export const operations: Record<RouteKey, Operation> = {
  "POST /v1/locations": {
    summary: "Send reports",
    description:
      "Takes one report, up to 1,000 as `locations`, or one per line as `application/x-ndjson`, or compressed, as `application/gzip` (a compressed body that says `application/json` is broken on its way). 202 means that every accepted report is kept: the sender may delete it.",
    body: { schema: "ReportRequest" },
    answers: {
      ...keptOrNot,
      202: { description: "Every accepted report is kept", schema: "Receipt", headers: byStage },
      400: { ...keptOrNot[400], headers: byStage },
    },
  },
  "POST /v1/locations/overland": {
    summary: "Send reports from Overland",
    ...phone,
    body: { schema: "AnyObject" },
    answers: phoneAnswers,
  },
  "POST /v1/locations/owntracks": {
    summary: "Send a message from OwnTracks",
    ...phone,
    body: { schema: "AnyObject", optional: true },
    answers: {
      ...phoneAnswers,
      200: { description: "Kept, or the message holds no location", schema: "NoMessages" },
    },
  },
  "POST /v1/locations/traccar": {
    summary: "Send reports from Traccar Client, or from an app built with transistorsoft's SDKs",
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
    summary: "A route of phones with a slash at its end, or asked by HEAD",
    ...phone,
    answers: {
      ...phoneAnswers,
      202: { description: "Kept: the own format, with a slash at the end of its path", schema: "Receipt" },
      404: notFound,
      405: { description: "A method that the path does not take", schema: "Problem" },
      415: keptOrNot[415],
    },
  },
  "OPTIONS /v1/locations/{path+}": {
    summary: "Ask a route of phones which methods it takes; a browser asks so before it sends",
    answers: { 204: { description: "The methods that the path takes" }, 404: notFound },
  },
  "GET /v1/stage": {
    summary: "Get the identity of the stage",
    description:
      "A sender that saves its progress saves this id with it. A stage that was removed and created again has a different id, and none of the reports sent before.",
    answers: { 200: { description: "The id of the stage", schema: "StageIdentity" } },
  },
  "GET /v1/exports": {
    summary: "List exports with signed links",
    query: {
      from: "First business date, yyyy-MM-dd; defaults to 30 days before `to`",
      to: "Last business date, yyyy-MM-dd; defaults to today",
      versions: "`newest` of each date (default), or `all`",
    },
    answers: { 200: { description: "Exports ordered by date", schema: "ExportList" }, 400: badRequest },
  },
  "GET /v1/exports/{date}": {
    summary: "Get the export of a business date",
    query: { version: "Version number; defaults to the newest" },
    answers: {
      200: { description: "The export, with newly signed links", schema: "Export" },
      400: badRequest,
      404: notFound,
    },
  },
  "GET /v1/exports/{date}/csv": {
    summary: "Download the CSV of a business date",
    query: {
      version: "Version number; defaults to the newest",
      file: "Number of the file, from 1, in an export that has several",
    },
    answers: {
      302: { description: "Redirects to a signed link" },
      400: badRequest,
      404: notFound,
      409: { description: "The export has several files: choose one with `file`", schema: "Problem" },
    },
  },
  "POST /v1/runs": {
    summary: "Start a run of the daily batch",
    body: { schema: "RunRequest", optional: true },
    answers: {
      202: { description: "The run has started: poll `statusUrl`", schema: "StartedRun" },
      400: badRequest,
      409: { description: "Another run is in progress", schema: "Problem" },
      413: { description: "The body is too large", schema: "Problem" },
      415: { description: "The Content-Type is not JSON", schema: "Problem" },
    },
  },
  "GET /v1/runs": {
    summary: "List runs",
    query: { limit: "1 to 100; defaults to 20" },
    answers: { 200: { description: "Runs, newest first", schema: "RunList" }, 400: badRequest },
  },
  "GET /v1/runs/{run}": {
    summary: "Get the progress of a run",
    answers: {
      200: { description: "The run; has Retry-After while it is in progress", schema: "Run" },
      400: badRequest,
      404: notFound,
    },
  },
  "GET /v1/openapi.json": {
    summary: "Get this description",
    answers: { 200: { description: "OpenAPI 3.1", schema: "AnyObject" } },
  },
  "GET /docs": {
    summary: "Read this description as a web page",
    answers: { 200: { description: "HTML", contentType: "text/html" } },
  },
  "GET /docs/{asset}": {
    summary: "Get a file of that page",
    answers: {
      200: { description: "A script or style sheet", contentType: "text/javascript" },
      404: notFound,
    },
  },
};
