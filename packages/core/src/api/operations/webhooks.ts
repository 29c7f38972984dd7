import type { Answer, Example, Operation, Parameter } from "../operation.ts";
import { badRequest, notFound, problem, tooLarge, unsupportedMediaType } from "./common.ts";

const secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD1Qg1jVUAAAA=";
const eventId = "evt_5b1d6a2f0c7e4d3894a6b8f2e1c0d9a7";
const url = "https://hooks.acme.example/ashiato";

const webhook: Parameter = {
  description: "Id of the webhook",
  schema: { type: "string", pattern: "^[a-z][a-z0-9-]{0,31}$" },
  example: () => "billing",
};

const event: Parameter = {
  description: "Id of an event that was sent to it",
  schema: { type: "string" },
  example: () => eventId,
};

const billing: Example = ({ time }) => ({
  id: "billing",
  url,
  types: ["exports.published", "runs.failed"],
  status: "active",
  createdAt: time,
  secrets: [{ createdAt: time }],
});

const attempt = (type: string, { time }: { time: string }) => ({
  event: eventId,
  type,
  at: time,
  attempt: 1,
  replay: 0,
  result: "delivered",
  statusCode: 204,
  error: null,
  answer: "",
  durationMilliseconds: 87,
  nextAttemptAt: null,
});

const noWebhook = notFound('There is no webhook "none"');

function invalidBody(message: string): Answer {
  return {
    description: "The body is not what the route takes: the message says which part and why",
    schema: "Problem",
    example: problem("InvalidBody", message),
  };
}

/** The removal comes last: the page tries the operations in this order. */
export const webhookOperations = {
  "POST /v1/webhooks": {
    id: "addWebhook",
    tag: "Webhooks",
    summary: "Add a webhook",
    description:
      "Has events posted to a URL, signed by the Standard Webhooks specification. The secret to check them with is shown this once. The URL must be https and lead to an address of the internet.",
    body: {
      contents: {
        "application/json": {
          schema: "NewWebhook",
          examples: {
            "Exports and failures": () => ({
              id: "billing",
              url,
              types: ["exports.published", "runs.failed"],
            }),
          },
        },
      },
    },
    answers: {
      201: {
        description: "The webhook, with its secret",
        schema: "WebhookWithSecret",
        example: (times) => ({ ...Object(billing(times)), secret }),
      },
      400: invalidBody("The body is not valid: url 10.0.0.1 is not an address of the internet (private)"),
      409: {
        description: "There is a webhook of this id",
        schema: "Problem",
        example: problem("Conflict", 'There is a webhook "billing" already'),
      },
      413: tooLarge,
      415: unsupportedMediaType,
    },
  },
  "GET /v1/webhooks": {
    id: "listWebhooks",
    tag: "Webhooks",
    summary: "List the webhooks",
    description: "Lists every webhook, without its secrets.",
    answers: {
      200: {
        description: "The webhooks, by id",
        schema: "WebhookList",
        example: (times) => ({ webhooks: [billing(times)] }),
      },
    },
  },
  "POST /v1/webhooks/{webhook}/test": {
    id: "testWebhook",
    tag: "Webhooks",
    summary: "Try a webhook",
    description:
      "Posts an event of the type `webhooks.test` once, and returns how the receiver answered, or why it did not.",
    path: { webhook },
    answers: {
      200: {
        description: "The attempt, whatever came of it",
        schema: "WebhookAttempt",
        example: (times) => attempt("webhooks.test", times),
      },
      404: noWebhook,
    },
  },
  "POST /v1/webhooks/{webhook}/rotate": {
    id: "rotateWebhookSecret",
    tag: "Webhooks",
    summary: "Give a webhook another secret",
    description:
      "Returns a new secret, this once. Until those that it has end, each message is signed with all of them, so that a receiver can change over at any time between.",
    path: { webhook },
    body: {
      optional: true,
      contents: {
        "application/json": {
          schema: "WebhookRotation",
          examples: { "An hour for the others": () => ({ othersExpireInSeconds: 3600 }) },
        },
      },
    },
    answers: {
      201: {
        description: "The webhook, with its new secret",
        schema: "WebhookWithSecret",
        example: (times) => ({
          ...Object(billing(times)),
          secrets: [
            {
              createdAt: times.time,
              expiresAt: new Date(Date.parse(times.time) + 3_600_000).toISOString(),
            },
            { createdAt: times.time },
          ],
          secret,
        }),
      },
      400: invalidBody("The body is not valid: othersExpireInSeconds must be at least 0, got -1"),
      404: noWebhook,
      409: {
        description: "The webhook has too many secrets, or was changed at the same moment",
        schema: "Problem",
        example: problem(
          "Conflict",
          'The webhook "billing" has 3 secrets that have not ended: end them by "othersExpireInSeconds": 0',
        ),
      },
      413: tooLarge,
      415: unsupportedMediaType,
    },
  },
  "GET /v1/webhooks/{webhook}/deliveries": {
    id: "listWebhookDeliveries",
    tag: "Webhooks",
    summary: "List what was posted to a webhook",
    description: "Lists the attempts of the last 30 days to post events to a webhook, and how each ended.",
    path: { webhook },
    query: {
      limit: {
        description: "Number of attempts, 1 to 1,000; 100 if absent",
        schema: { type: "integer", minimum: 1, maximum: 1000 },
      },
    },
    answers: {
      200: {
        description: "The attempts, the newest first",
        schema: "WebhookAttemptList",
        example: (times) => ({ deliveries: [attempt("exports.published", times)] }),
      },
      400: badRequest("limit must be at most 1000, got 1001"),
      404: noWebhook,
    },
  },
  "POST /v1/webhooks/{webhook}/deliveries/{event}/replay": {
    id: "replayWebhookDelivery",
    tag: "Webhooks",
    summary: "Send an event again",
    description:
      "Posts an event of the last 30 days to the webhook again, under the same id, and with all the attempts of a new one.",
    path: { webhook, event },
    answers: {
      202: {
        description: "The event is on its way",
        schema: "WebhookReplay",
        example: () => ({ webhook: "billing", event: eventId, replay: 1 }),
      },
      409: {
        description: "The webhook is disabled",
        schema: "Problem",
        example: problem("Conflict", 'The webhook "billing" is disabled: remove it and add it again'),
      },
      404: notFound('The webhook "billing" was sent no event "none" in the last 30 days'),
    },
  },
  "GET /v1/webhooks/{webhook}": {
    id: "getWebhook",
    tag: "Webhooks",
    summary: "Get a webhook",
    description: "Returns a webhook, without its secrets. One that is disabled says why.",
    path: { webhook },
    answers: { 200: { description: "The webhook", schema: "Webhook", example: billing }, 404: noWebhook },
  },
  "DELETE /v1/webhooks/{webhook}": {
    id: "removeWebhook",
    tag: "Webhooks",
    summary: "Remove a webhook",
    description: "Removes a webhook and its secrets. Events that wait for it are not sent any more.",
    path: { webhook },
    answers: {
      200: { description: "The webhook that was removed", schema: "Webhook", example: billing },
      404: noWebhook,
    },
  },
} satisfies Record<string, Operation>;
