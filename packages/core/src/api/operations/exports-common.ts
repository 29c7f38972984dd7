import type { Answer, Parameter } from "../operation.ts";
import { problem } from "./common.ts";

/** The business date of a path. */
export const date: Parameter = {
  description: "Business date",
  schema: { type: "string", format: "date" },
  example: (times) => times.date,
};
/** The version of a query. */
export const version: Parameter = {
  description: "Version number; defaults to the newest",
  schema: { type: "integer", minimum: 1 },
};

/** The refusal of a key without the right to the rows of all clients. */
export const ownRowsOnly: Answer = {
  description:
    "The token or key lacks the right, or its client may read its own rows alone, which come by a feed",
  schema: "Forbidden",
  example: problem(
    "OwnRowsOnly",
    "This key reads its own rows alone, and an export holds the rows of all clients: its own come by a feed, GET /v1/feeds",
  ),
};
