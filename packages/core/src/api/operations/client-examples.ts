import type { Answer, Example, Parameter } from "../operation.ts";
import { notFound, problem } from "./common.ts";

export const keyId = "4f9a1c07b2de";
export const clientKey = "ash_acme_0000000000000000000000000000000004fTaPl";

/** The client of the examples. */
export const acme: Example = ({ time }) => ({
  id: "acme",
  name: "Acme Logistics",
  mail: "data@acme.example",
  rights: ["ingest", "exports:read"],
  exportDays: 7,
  limits: { requestsPerMinute: 60, rowsPerMonth: 1_000_000 },
  status: "active",
  keys: [{ id: keyId, createdAt: time }],
  createdAt: time,
  changedAt: time,
});

export const afterAnHour: Example = ({ time }) => new Date(Date.parse(time) + 3_600_000).toISOString();

export const client: Parameter = {
  description: "Id of the client",
  schema: { type: "string", pattern: "^[a-z][a-z0-9-]{0,31}$" },
  example: () => "acme",
};

export const noClient = notFound('There is no client "nobody"');

/** Returns the answer to a body that its route does not take. */
export function invalidBody(message: string): Answer {
  return {
    description: "The body is not what the route takes: the message says which part and why",
    schema: "Problem",
    example: problem("InvalidBody", message),
  };
}

export const changedMeanwhile: Answer = {
  description: "Another request changed the client at the same moment",
  schema: "Problem",
  example: problem("Conflict", 'The client "acme" was changed at the same moment: read it and try again'),
};
