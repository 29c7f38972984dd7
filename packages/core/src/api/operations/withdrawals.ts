import type { Example, Operation, Parameter } from "../operation.ts";
import { notFound, problem, tooLarge, unsupportedMediaType } from "./common.ts";

const client: Parameter = {
  description: "Id of the client",
  schema: { type: "string", pattern: "^[a-z][a-z0-9-]{0,31}$" },
  example: () => "acme",
};
const withdrawal: Parameter = {
  description: "Id of the withdrawal",
  schema: { type: "string" },
  example: () => "2026-11-21-7c1e09ab",
};

const asked: Example = ({ date, time }) => ({
  id: `${date}-7c1e09ab`,
  client: "acme",
  date,
  device: "van-7",
  requestedAt: time,
  by: "stage",
  state: "asked",
  rows: 0,
});

const noClient = notFound('There is no client "nobody"');

export const withdrawalOperations = {
  "POST /v1/clients/{client}/withdrawals": {
    id: "withdrawRows",
    tag: "Clients",
    summary: "Take a client's rows out of a date",
    description:
      "Asks for the rows of a date that came from the client before now. The next run takes them out of the table, keeps them aside, and exports the date without them as a new version.",
    path: { client },
    body: {
      contents: {
        "application/json": {
          schema: "WithdrawalRequest",
          examples: { "One device": ({ date }) => ({ date, device: "van-7" }) },
        },
      },
    },
    answers: {
      202: { description: "The withdrawal, which a run settles", schema: "Withdrawal", example: asked },
      400: {
        description: "The body is not what the route takes: the message says which part and why",
        schema: "Problem",
        example: problem(
          "InvalidBody",
          'The body is not valid: date must be a date yyyy-MM-dd, got "yesterday"',
        ),
      },
      404: noClient,
      409: {
        description: "The table has no rows of the date, or the same withdrawal waits for the next run",
        schema: "Problem",
        example: problem(
          "Conflict",
          "The table has no rows of 2000-02-01: a run stores those that came since the last one",
        ),
      },
      413: tooLarge,
      415: unsupportedMediaType,
    },
  },
  "GET /v1/clients/{client}/withdrawals": {
    id: "listWithdrawals",
    tag: "Clients",
    summary: "List what was taken out of a client's rows",
    description: "Lists the client's withdrawals, with how many rows each has taken out.",
    path: { client },
    answers: {
      200: {
        description: "The withdrawals, the newest first",
        schema: "WithdrawalList",
        example: (times) => ({ withdrawals: [asked(times)] }),
      },
      404: noClient,
    },
  },
  "DELETE /v1/clients/{client}/withdrawals/{withdrawal}": {
    id: "returnRows",
    tag: "Clients",
    summary: "Put a client's rows back",
    description:
      "Takes a withdrawal back: the next run puts its rows into the table again, and exports the date with them as a new version. They can be put back as long as they are kept.",
    path: { client, withdrawal },
    answers: {
      202: {
        description: "The withdrawal, which a run settles",
        schema: "Withdrawal",
        example: (times) => ({ ...Object(asked(times)), state: "returning" }),
      },
      404: notFound('The client "acme" has no withdrawal "none"'),
      409: {
        description: "The rows are not kept any more, or a later withdrawal would take them out again",
        schema: "Problem",
        example: problem(
          "Conflict",
          'Rows of the withdrawal "2026-11-21-7c1e09ab" are not kept any more: s3://lake/withdrawn/dt=2026-11-21/acme/2026-11-21-7c1e09ab/4f9a1c07b2de.csv.gz is not there',
        ),
      },
    },
  },
} satisfies Record<string, Operation>;
