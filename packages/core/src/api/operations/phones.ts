import * as z from "zod";
import type { Answer, Answers, Content, Example, Operation, Parameter } from "../operation.ts";
import { osmandFields } from "../phone-schemas.ts";
import { exampleRequestId, notFound, problem, queueUnavailable, tooLarge } from "./common.ts";

const meaning =
  "200 means that every report is kept: as a row or, if it breaks a rule, with the reason, so that it can be replayed. The token may also be sent as the password of Basic authentication, or as `access_token` in the URL.";

const phoneQuery: Record<string, Parameter> = {
  deviceId: {
    description: "The device, for an app that sends no device, or one that is not a valid device id",
    schema: { type: "string" },
  },
  access_token: {
    description: "The token, for apps that cannot send it in a header",
    schema: { type: "string" },
  },
};

const receipt: Answer = {
  description: "Every report is kept",
  schema: "Receipt",
  example: () => ({
    result: "ok",
    accepted: 1,
    rejected: [],
    keptAsRejected: 0,
    events: 0,
    requestId: exampleRequestId,
  }),
};
const noMessages: Answer = {
  description: "Every report in the message is kept; it may have none",
  schema: "NoMessages",
  example: () => [],
};
const phoneAnswers: Answers = { 200: receipt, 503: queueUnavailable };
const holdsTooMuch: Answers = { 413: tooLarge };
const holdsNothing: Answers = {
  400: {
    description: "The request is empty",
    schema: "Problem",
    example: problem("InvalidBody", "The request has neither a body nor a report in its URL"),
  },
};

const overland: Example = ({ time }) => ({
  locations: [
    {
      type: "Feature",
      geometry: { type: "Point", coordinates: [139.7006, 35.689487] },
      properties: {
        timestamp: time,
        device_id: "overland-1",
        horizontal_accuracy: 5,
        speed: -1,
        battery_level: 0.8,
        battery_state: "unplugged",
      },
    },
  ],
});

const owntracks: Example = ({ time }) => ({
  _type: "location",
  tst: Date.parse(time) / 1000,
  lat: 35.689487,
  lon: 139.7006,
  acc: 5,
  vel: 4,
  batt: 80,
  topic: "owntracks/jane/phone",
});

const traccar: Example = ({ time }) => ({
  device_id: "traccar-1",
  location: {
    timestamp: time,
    coords: { latitude: 35.689487, longitude: 139.7006, accuracy: 5, speed: -1 },
    battery: { level: 0.8, is_charging: false },
  },
});

/** A value for every field. Swagger UI fills a form with them. */
export const osmandExamples: Record<string, Example> = {
  id: () => "osmand-1",
  lat: () => 35.689487,
  lon: () => 139.7006,
  timestamp: ({ time }) => time,
  speed: () => 2.5,
  speedUnit: () => "kn",
  bearing: () => 90,
  altitude: () => 41,
  accuracy: () => 5,
  batt: () => 80,
  charge: () => false,
};

const osmandForm: Content = {
  schema: "OsmAndFields",
  examples: {
    "A form": (times) =>
      Object.fromEntries(Object.entries(osmandExamples).map(([name, example]) => [name, example(times)])),
  },
};

/** The fields of OsmAnd's protocol as parameters of the URL. */
const osmandQuery: Record<string, Parameter> = {
  ...Object.fromEntries(
    Object.entries(osmandFields).map(([name, field]): [string, Parameter] => {
      const { $schema: _dialect, description = "", ...schema } = z.toJSONSchema(field);
      const example = osmandExamples[name];
      return [name, { description, schema, ...(example && { example }) }];
    }),
  ),
  ...phoneQuery,
};

export const phoneOperations = {
  "POST /v1/locations/overland": {
    id: "sendOverland",
    tag: "Phones",
    summary: "Send reports from Overland or Colota",
    description: meaning,
    query: phoneQuery,
    body: {
      contents: { "application/json": { schema: "OverlandRequest", examples: { "One location": overland } } },
    },
    answers: { ...phoneAnswers, ...holdsTooMuch, ...holdsNothing },
  },
  "POST /v1/locations/owntracks": {
    id: "sendOwnTracks",
    tag: "Phones",
    summary: "Send a message from OwnTracks",
    description: meaning,
    query: phoneQuery,
    headers: {
      "X-Limit-U": { description: "The user, if the message has no topic", schema: { type: "string" } },
      "X-Limit-D": {
        description: "The user's device, if the message has no topic",
        schema: { type: "string" },
      },
    },
    body: {
      optional: true,
      contents: { "application/json": { schema: "OwnTracksMessage", examples: { "A location": owntracks } } },
    },
    answers: { ...phoneAnswers, ...holdsTooMuch, 200: noMessages },
  },
  "POST /v1/locations/traccar": {
    id: "sendTraccar",
    tag: "Phones",
    summary: "Send reports from Traccar Client, or from an app built with transistorsoft's SDKs",
    description: `${meaning} Traccar Client 9 and the SDKs send JSON. Traccar Client 10 sends the fields of OsmAnd's protocol as a form; older versions send them in the URL.`,
    query: phoneQuery,
    body: {
      optional: true,
      contents: { "application/json": { schema: "TraccarRequest", examples: { "One location": traccar } } },
    },
    answers: { ...phoneAnswers, ...holdsTooMuch, ...holdsNothing },
  },
  "GET /v1/locations/traccar": {
    id: "sendTraccarInUrl",
    tag: "Phones",
    summary: "Send a report from Traccar Client in the URL",
    description: meaning,
    query: osmandQuery,
    answers: { ...phoneAnswers, ...holdsNothing },
  },
  "POST /v1/locations/osmand": {
    id: "sendOsmAnd",
    tag: "Phones",
    summary: "Send a report in OsmAnd's protocol as a form",
    description: `${meaning} The fields may be in the URL as well.`,
    query: phoneQuery,
    body: { optional: true, contents: { "application/x-www-form-urlencoded": osmandForm } },
    answers: { ...phoneAnswers, ...holdsTooMuch, ...holdsNothing },
  },
  "GET /v1/locations/osmand": {
    id: "sendOsmAndInUrl",
    tag: "Phones",
    summary: "Send a report in OsmAnd's protocol in the URL",
    description: meaning,
    query: osmandQuery,
    answers: { ...phoneAnswers, ...holdsNothing },
  },
  "ANY /v1/locations/{path+}": {
    id: "sendAny",
    tag: "Phones",
    summary: "Send to a phone route with a trailing slash, or by HEAD",
    description: meaning,
    answers: {
      ...phoneAnswers,
      ...holdsNothing,
      ...holdsTooMuch,
      202: { ...receipt, description: "Every accepted report is kept: `/v1/locations/` is `/v1/locations`" },
      404: notFound("There is no route /v1/locations/none"),
      405: {
        description: "The path does not take this method",
        schema: "Problem",
        example: problem("MethodNotAllowed", "The method must be POST or GET, got PUT"),
      },
      415: {
        description: "The Content-Type is not supported",
        schema: "Problem",
        example: problem("UnsupportedMediaType", "Content-Type must be application/json, got none"),
      },
    },
  },
  "OPTIONS /v1/locations/{path+}": {
    id: "askMethods",
    tag: "Phones",
    summary: "Get the methods that a phone route takes",
    description: "A browser may ask for them before it sends a request.",
    answers: {
      204: { description: "The methods that the path takes" },
      404: notFound("There is no route /v1/locations/none"),
    },
  },
} satisfies Record<string, Operation>;
