import { randomUUID } from "node:crypto";
import type { ServiceEvent } from "@ashiato/aws-json/service-event";
import { ServiceError } from "@ashiato/aws-json/service-error";
import type { PutEventsResponse, PutEventsResultEntry } from "@aws-sdk/client-eventbridge";
import { z } from "zod";
import { eventTime } from "../bus-event.ts";
import { busName } from "../declared-rules.ts";
import { isObject, type JsonValue } from "../event-pattern/json-value.ts";
import { readRequest } from "./read-request.ts";

export type PutEvents = {
  accountId: string;
  region: string;
  now: () => number;
  /** Keeps the events for the targets of the rules that match, before it returns. */
  put: (bus: string, event: ServiceEvent) => void;
};

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const maxEntries = 10;
const maxRequestBytes = 1024 * 1024;

/** A time counts 14 bytes: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
const timeBytes = 14;

const entrySchema = z.looseObject({
  Time: z.number().optional(),
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  EventBusName: z.string().optional(),
});

type Entry = z.infer<typeof entrySchema>;

const request = z.looseObject({
  Entries: z
    .array(entrySchema)
    .min(1, "Member must have length greater than or equal to 1")
    .max(maxEntries, `Member must have length less than or equal to ${maxEntries}`),
  EndpointId: z.undefined("global endpoints are not served").optional(),
});

/**
 * Takes events individually: the answer says for each whether it was accepted, or why not.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export function putEvents(input: unknown, options: PutEvents): PutEventsResponse {
  const { Entries } = readRequest(request, input);
  const bytes = Entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (bytes > maxRequestBytes) {
    throw new ServiceError(
      "ValidationException",
      "Total size of the entries in the request is over the limit.",
    );
  }
  const results = Entries.map((entry) => putEntry(entry, options));
  return {
    FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode !== undefined).length,
    Entries: results,
  } satisfies PutEventsResponse;
}

function putEntry(entry: Entry, { accountId, region, now, put }: PutEvents): PutEventsResultEntry {
  const { Source: source = "", DetailType: type = "", Resources: resources = [] } = entry;
  const detail = parseDetail(entry.Detail);
  const refusal = refusalOf(entry, detail);
  if (refusal) {
    return refusal;
  }
  const id = randomUUID();
  put(busName(entry.EventBusName), {
    version: "0",
    id,
    "detail-type": type,
    source,
    account: accountId,
    time: eventTime(entry.Time === undefined ? now() : entry.Time * 1000),
    region,
    resources,
    detail: detail ?? {},
  });
  return { EventId: id };
}

function refusalOf(entry: Entry, detail: object | undefined): PutEventsResultEntry | undefined {
  for (const name of ["Source", "DetailType", "Detail"] as const) {
    if ((entry[name] ?? "") === "") {
      return {
        ErrorCode: "InvalidArgument",
        ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      };
    }
  }
  if (entry.Source?.startsWith("aws.")) {
    return {
      ErrorCode: "NotAuthorizedForSourceException",
      ErrorMessage: "Not authorized for the source.",
    };
  }
  return detail === undefined
    ? { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." }
    : undefined;
}

/** Returns a detail; undefined for a text that is not a JSON object. */
function parseDetail(text = ""): { readonly [name: string]: JsonValue } | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

function sizeOf({ Time, Source = "", DetailType = "", Detail = "", Resources = [] }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : timeBytes);
}
