import { ServiceError } from "@ashiato/aws-json/service-error";
import type { DescribeEventBusResponse, EventBus, ListEventBusesResponse } from "@aws-sdk/client-eventbridge";
import { z } from "zod";
import { busName } from "../declared-rules.ts";
import { page, pageMembers } from "./page.ts";
import { readRequest } from "./read-request.ts";

/** A bus, with its policy as JSON text. */
export type KnownBus = { name: string; arn: string; policy?: string | undefined };

const described = z.looseObject({ Name: z.string().optional() });
const listed = z.looseObject({ NamePrefix: z.string().default(""), ...pageMembers });

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListEventBuses.html */
export function listEventBuses(input: unknown, buses: readonly KnownBus[]): ListEventBusesResponse {
  const { NamePrefix, ...asked } = readRequest(listed, input);
  const { items, NextToken } = page(
    buses.filter(({ name }) => name.startsWith(NamePrefix)),
    asked,
  );
  return { EventBuses: items.map(describe), NextToken } satisfies ListEventBusesResponse;
}

/**
 * Throws ServiceError ResourceNotFoundException.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeEventBus.html
 */
export function describeEventBus(input: unknown, buses: readonly KnownBus[]): DescribeEventBusResponse {
  const { Name } = readRequest(described, input);
  const wanted = busName(Name);
  const bus = buses.find(({ name }) => name === wanted);
  if (!bus) {
    throw new ServiceError("ResourceNotFoundException", `Event bus ${wanted} does not exist.`);
  }
  return describe(bus) satisfies DescribeEventBusResponse;
}

function describe({ name, arn, policy }: KnownBus): EventBus {
  return { Name: name, Arn: arn, Policy: policy };
}
