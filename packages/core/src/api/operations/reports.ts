import type { Example, Operation } from "../operation.ts";
import { byStage, exampleRequestId, queueUnavailable, tooLarge, unsupportedMediaType } from "./common.ts";

/** A report with every key. */
const exampleReport: Example = ({ time }) => ({
  deviceId: "phone-1",
  timestamp: time,
  latitude: 35.681236,
  longitude: 139.767125,
  accuracy: 8.5,
  altitude: 41.2,
  altitudeAccuracy: 3,
  speed: 1.2,
  heading: 90,
  battery: 0.72,
  charging: false,
  reportId: "5f3b8a52-8d0e-4c6b-9a51-2f6d0c3e7b14",
});

const second = ({ time }: Parameters<Example>[0]) => ({
  deviceId: "phone-2",
  timestamp: time,
  latitude: 35.658581,
  longitude: 139.745433,
});
const third = ({ time }: Parameters<Example>[0]) => ({
  deviceId: "phone-3",
  timestamp: time,
  latitude: 35.710063,
  longitude: 139.8107,
  battery: null,
});

export const reportOperations = {
  "POST /v1/locations": {
    id: "sendReports",
    tag: "Reports",
    summary: "Send reports",
    description:
      "Takes one report, up to 1,000 as `locations`, or one on each line as `application/x-ndjson`. The body is UTF-8 of at most 2 MiB. It may be compressed: send gzip as `application/gzip` or `application/octet-stream`, because API Gateway corrupts a compressed body that is declared as `application/json`. 202 means that every accepted report is kept, so the sender may delete it. Equal reports count once, so sending a request again is safe.",
    // JSON alone: given several types, generated clients support none, or send none in their requests.
    body: {
      contents: {
        "application/json": {
          schema: "ReportRequest",
          examples: {
            "One report": exampleReport,
            "Several reports": (times) => ({ locations: [second(times), third(times)] }),
          },
        },
      },
    },
    answers: {
      202: {
        description: "Every accepted report is kept; each rejected one is listed with its reasons",
        headers: byStage,
        schema: "Receipt",
        example: () => ({ result: "ok", accepted: 1, rejected: [], requestId: exampleRequestId }),
      },
      400: {
        description: "The body is not valid for this route (`InvalidBody`), or every report was rejected",
        headers: byStage,
        schema: "Problem",
        example: () => ({
          result: "error",
          error: { code: "ReportsRejected", message: "No report in the request was accepted" },
          accepted: 0,
          rejected: [
            {
              index: 0,
              deviceId: "phone-1",
              issues: [{ path: "latitude", message: "must be at most 90, got 95" }],
            },
          ],
          requestId: exampleRequestId,
        }),
      },
      413: tooLarge,
      415: unsupportedMediaType,
      503: queueUnavailable,
    },
  },
  "GET /v1/stage": {
    id: "getStage",
    tag: "Reports",
    summary: "Get the identity of the stage",
    description:
      "A sender that saves its progress should save this id with it: a stage that was removed and created again has a different id, and none of the reports sent before.",
    answers: {
      200: {
        description: "The id of the stage",
        schema: "StageIdentity",
        example: () => ({ id: "a1b2c3d4e5" }),
      },
    },
  },
} satisfies Record<string, Operation>;
