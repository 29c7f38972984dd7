import type { AnswerHeader, Example, Operation } from "../operation.ts";
import { notFound, problem, tooLarge, unsupportedMediaType } from "./common.ts";

const ticket = "sgn_1qSYQ0Z0C1bYVb6cUe2c8eY9oQ0f3m7A";

/** A time so long after that of the request for the document. */
const inMinutes =
  (minutes: number): Example =>
  ({ time }) =>
    new Date(Date.parse(time) + 86_400_000 + minutes * 60_000).toISOString();

const secret: Record<string, AnswerHeader> = {
  "cache-control": { description: "`no-store`: the answer holds a secret", schema: { type: "string" } },
};

export const sessionOperations = {
  "POST /v1/sign-in-tickets": {
    id: "createSignInTicket",
    tag: "Sessions",
    summary: "Get a link that signs in to the console",
    description:
      "Returns a ticket, and a link with it that opens the console and signs in there, once and within 15 minutes, with what the key may do. A session gets none: ask with a key or with the stage's download token.",
    answers: {
      201: {
        description: "The ticket and its link",
        headers: secret,
        schema: "SignInTicket",
        example: (times) => ({
          ticket,
          expiresAt: inMinutes(15)(times),
          link: `${times.url}/console#ticket=${ticket}`,
        }),
      },
      403: {
        description:
          "A session asked, which the message says; or the token or key is not known, which API Gateway answers by itself",
        schema: "Forbidden",
        example: problem(
          "KeyRequired",
          "A session gets no ticket to sign in with: ask with a key or with the stage's download token",
        ),
      },
    },
  },
  "POST /v1/sessions": {
    id: "createSession",
    tag: "Sessions",
    summary: "Exchange a ticket for a session",
    description:
      "Takes a ticket of `POST /v1/sign-in-tickets`, which is used up then, and returns the token of a session of 12 hours. The session ends earlier with the key for which the ticket was made, and its rights change with those of the key's client.",
    body: {
      contents: {
        "application/json": { schema: "SessionRequest", examples: { "A ticket": () => ({ ticket }) } },
      },
    },
    answers: {
      201: {
        description: "The session",
        headers: secret,
        schema: "Session",
        example: (times) => ({
          token: "ses_V3b0Yx2cQ9sKfLrT7uWm4aZpN8eHdJ6g",
          expiresAt: inMinutes(720)(times),
        }),
      },
      400: {
        description: "The body is not valid. The message does not quote it, because it may hold a ticket",
        schema: "Problem",
        example: problem("InvalidBody", 'The body must be JSON of the form {"ticket": "sgn_…"}'),
      },
      401: {
        description: "The ticket was used before, has expired, or is none for signing in",
        schema: "Problem",
        example: problem(
          "TicketRefused",
          "This ticket does not sign in: it was used before, is older than 15 minutes, or is no ticket of POST /v1/sign-in-tickets. Ask for another",
        ),
      },
      413: tooLarge,
      415: unsupportedMediaType,
    },
  },
  "DELETE /v1/sessions/current": {
    id: "endSession",
    tag: "Sessions",
    summary: "Sign out",
    description:
      "Ends the session whose token the request has. A decision about the token may be used for 30 seconds more, as one about a key is.",
    answers: {
      200: {
        description: "The session has ended",
        schema: "EndedSession",
        example: (times) => ({ endedAt: inMinutes(0)(times) }),
      },
      404: notFound("The request came with a key or token of the stage, which is no session"),
    },
  },
} satisfies Record<string, Operation>;
