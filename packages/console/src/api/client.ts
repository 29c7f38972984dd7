import createClient from "openapi-fetch";
import { asFailure, failureOf } from "./failure.ts";
import type { components, paths } from "./schema.d.ts";

type Schemas = components["schemas"];
export type Caller = Schemas["Caller"];
export type Export = Schemas["Export"];
export type ExportList = Schemas["ExportList"];
export type ExportChanges = Schemas["ExportChanges"];
export type Run = Schemas["Run"];
export type Status = Schemas["Status"];
export type RunSummary = Schemas["RunSummary"];
export type Upload = Schemas["Upload"];
export type UploadSummary = Schemas["UploadSummary"];
export type Client = Schemas["Client"];
export type Usage = Schemas["Usage"];
export type RunSteps = Schemas["RunSteps"];
export type RunState = Schemas["RunState"];
export type MapRun = Schemas["MapRun"];
export type RunStatement = Schemas["RunStatement"];
export type PositionFeature = Schemas["PositionFeature"];
export type Right = Caller["rights"][number];

type Answered<Data> = { data?: Data; error?: unknown; response: Response };

/** The API under a key, by the types of its OpenAPI document. */
export type Api = ReturnType<typeof apiWith>;

/**
 * Returns the API of the page's own host, asked with a key or the token of a session, or without.
 * @param onRefused called when the API refuses a request, which it does for want of a right, too
 */
export function apiWith(key?: string, onRefused: () => void = () => undefined) {
  const client = createClient<paths>({
    baseUrl: globalThis.location.origin,
    headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    cache: "no-store",
  });
  client.use({
    onResponse: ({ response }) => {
      if (isRefusal(response.status)) {
        onRefused();
      }
    },
  });
  return client;
}

/** Returns whether a text can be a key: a header takes no others, such as full-width letters. */
export function canBeKey(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

/** Returns whether a status says that the key is not taken, or lacks a right. */
export function isRefusal(status: number): boolean {
  return status === 401 || status === 403;
}

/** Returns the body of an answer. Throws ApiFailure if there is no answer, or none of success. */
export async function bodyOf<Data>(asked: Promise<Answered<Data>>): Promise<Data> {
  let answered: Answered<Data>;
  try {
    answered = await asked;
  } catch (error) {
    throw asFailure(error);
  }
  const { data, error, response } = answered;
  if (!response.ok || data === undefined) {
    throw failureOf(response.status, error);
  }
  return data;
}
