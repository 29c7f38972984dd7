import type { components } from "./components.ts";

/** A schema in the dialect of OpenAPI 3.1: JSON Schema 2020-12. */
type JsonSchema = Record<string, unknown>;

export type ComponentName = keyof typeof components;

/**
 * What the examples depend on. A report is accepted for 30 days only, so the times of examples follow from
 * the time of the request for the document.
 */
export type ExampleTimes = {
  /** A day before the request for the document, to the minute: RFC 3339 in UTC. */
  time: string;
  /** The business date of `time`, in the stage's time zone. */
  date: string;
  /** IANA name of that zone. */
  timeZone: string;
  /** URL of the API, without a trailing slash. */
  url: string;
};

/** Returns a body, or a parameter's value, that is valid at those times. */
export type Example = (times: ExampleTimes) => unknown;

export type Parameter = { description: string; schema: JsonSchema; example?: Example };

/** A request body of one content type: its component schema, and examples of it by their summary. */
export type Content = { schema: ComponentName; examples: Record<string, Example> };

/**
 * The body of an answer: JSON has a component schema, and a media type if it is not plain JSON; text has a
 * content type.
 */
type AnswerBody =
  | { schema: ComponentName; contentType?: never; mediaType?: string; example: Example }
  | { contentType: string; schema?: never; mediaType?: never; example: Example }
  | { schema?: never; contentType?: never; mediaType?: never; example?: never };

export type AnswerHeader = { description: string; schema: JsonSchema };

/** One answer of an operation. */
export type Answer = { description: string; headers?: Record<string, AnswerHeader> } & AnswerBody;

/** The answers of an operation by status code. */
export type Answers = Record<number, Answer>;

export type Tag =
  | "Reports"
  | "Files"
  | "Status"
  | "Runs"
  | "Reconciliations"
  | "Exports"
  | "Positions"
  | "Push"
  | "Sessions"
  | "Phones"
  | "Clients"
  | "Feeds"
  | "Webhooks"
  | "Documentation";

export type Operation = {
  /** The operation's name in generated clients. */
  id: string;
  tag: Tag;
  summary: string;
  description: string;
  /** Parameters of the path, which are required, and of the query, which are not, by name. */
  path?: Record<string, Parameter>;
  query?: Record<string, Parameter>;
  /** Headers that the operation reads, by name. */
  headers?: Record<string, Parameter>;
  /** The request body by content type; `optional` if it may be absent. */
  body?: { optional?: true; contents: Record<string, Content> };
  answers: Answers;
};
