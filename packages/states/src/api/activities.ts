import type { Action } from "@ashiato/aws-json/serve-aws-json";
import { ServiceError } from "@ashiato/aws-json/service-error";
import type {
  CreateActivityCommandOutput,
  DescribeActivityCommandOutput,
  GetActivityTaskCommandOutput,
  ListActivitiesCommandOutput,
} from "@aws-sdk/client-sfn";
import { z } from "zod";
import { activityArn } from "../arns.ts";
import { checkArn, checkName, pageOf, pageResult, readInput, type ApiParts } from "./api-parts.ts";

/**
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html: the longest poll
 */
const pollMilliseconds = 60_000;

const byArn = z.object({ activityArn: z.string() });

/**
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateActivity.html. Creating it again
 * is not an error.
 */
export function createActivity({ activities, clock, scope }: ApiParts): Action {
  const input = z.object({
    name: z.string(),
    tags: z.json().optional(),
    encryptionConfiguration: z.json().optional(),
  });
  return async (request) => {
    const { name } = readInput(input, request);
    checkName(name);
    const arn = activityArn(scope, name);
    const { created } =
      activities.find(arn) ?? activities.put({ activityArn: arn, name, created: clock.now() });
    return {
      activityArn: arn,
      creationDate: new Date(created),
    } satisfies Omit<CreateActivityCommandOutput, "$metadata">;
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteActivity.html */
export function deleteActivity({ activities }: ApiParts): Action {
  return async (request) => {
    const { activityArn: arn } = readInput(byArn, request);
    checkArn(arn);
    activities.delete(arn);
    return {};
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeActivity.html */
export function describeActivity(parts: ApiParts): Action {
  return async (request) => {
    const { created, ...activity } = findActivity(parts, readInput(byArn, request).activityArn);
    return { ...activity, creationDate: new Date(created) } satisfies Omit<
      DescribeActivityCommandOutput,
      "$metadata"
    >;
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListActivities.html */
export function listActivities({ activities }: ApiParts): Action {
  const input = z.object({
    maxResults: z.int().min(0).max(1000).optional(),
    nextToken: z.string().optional(),
  });
  return async (request) => {
    const page = pageOf(readInput(input, request), 1000);
    const { items, nextToken } = pageResult(activities.list().slice(page.offset), page);
    return {
      activities: items.map(({ created, ...activity }) => ({ ...activity, creationDate: new Date(created) })),
      ...(nextToken === undefined ? {} : { nextToken }),
    } satisfies Omit<ListActivitiesCommandOutput, "$metadata">;
  };
}

/**
 * Waits up to a minute for a task; the answer of a poll that finds no task is empty.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html
 */
export function getActivityTask(parts: ApiParts): Action {
  const input = byArn.extend({ workerName: z.string().optional() });
  return async (request, { signal }) => {
    const { activityArn: arn, workerName } = readInput(input, request);
    findActivity(parts, arn);
    const poll = new AbortController();
    const taken = new AbortController();
    const end = () => poll.abort();
    parts.clock.wait(pollMilliseconds, AbortSignal.any([signal, taken.signal])).then(end, end);
    const task = await parts.services().activities.take(arn, poll.signal);
    taken.abort();
    if (!task) {
      return {};
    }
    task.started(workerName);
    parts.store.flush();
    return { taskToken: task.taskToken, input: task.input } satisfies Omit<
      GetActivityTaskCommandOutput,
      "$metadata"
    >;
  };
}

/** Throws ActivityDoesNotExist. */
function findActivity({ activities }: ApiParts, arn: string) {
  checkArn(arn);
  const activity = activities.find(arn);
  if (activity) {
    return activity;
  }
  throw new ServiceError("ActivityDoesNotExist", `Activity Does Not Exist: '${arn}'`);
}
