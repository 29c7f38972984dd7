import type { Operation } from "../operation.ts";
import {
  acme,
  afterAnHour,
  changedMeanwhile,
  client,
  clientKey,
  invalidBody,
  keyId,
  noClient,
} from "./client-examples.ts";
import { notFound, problem, tooLarge, unsupportedMediaType } from "./common.ts";

export const clientKeyOperations = {
  "POST /v1/clients/{client}/keys": {
    id: "addClientKey",
    tag: "Clients",
    summary: "Give a client another key",
    description:
      "Returns a new key, this once. The client's other keys go on, or end after the time that the body says: nothing is refused while the new one is put in place. A revoked client gets none.",
    path: { client },
    body: {
      optional: true,
      contents: {
        "application/json": {
          schema: "KeyRequest",
          examples: { "An hour for the others": () => ({ othersExpireInSeconds: 3600 }) },
        },
      },
    },
    answers: {
      201: {
        description: "The client, with its new key",
        schema: "ClientWithKey",
        example: (times) => ({
          ...Object(acme(times)),
          keys: [
            { id: keyId, createdAt: times.time, expiresAt: afterAnHour(times) },
            { id: "b07a3c9d5e21", createdAt: times.time },
          ],
          key: clientKey,
        }),
      },
      400: invalidBody("The body is not valid: othersExpireInSeconds must be at least 0, got -1"),
      404: noClient,
      409: {
        description: "The client is revoked or has too many keys, or was changed at the same moment",
        schema: "Problem",
        example: problem(
          "Conflict",
          'The client "acme" has 100 keys that have not ended: end one of them, or all by "othersExpireInSeconds": 0',
        ),
      },
      413: tooLarge,
      415: unsupportedMediaType,
    },
  },
  "DELETE /v1/clients/{client}/keys/{key}": {
    id: "endClientKey",
    tag: "Clients",
    summary: "End a key of a client",
    description:
      "Ends one key, such as that of a lost phone: it is refused within a minute. The others go on.",
    path: {
      client,
      key: { description: "Id of the key", schema: { type: "string" }, example: () => keyId },
    },
    answers: {
      200: { description: "The client without the key", schema: "Client", example: acme },
      404: notFound('The client "acme" has no key "000000000000"'),
      409: changedMeanwhile,
    },
  },
} satisfies Record<string, Operation>;
