import { z } from "zod";

const named = z.looseObject({
  logGroupName: z.string().optional(),
  logGroupIdentifier: z.string().optional(),
});

/** `arn:aws:logs:<region>:<account>:log-group:<name>`, with or without `:*` at the end. */
const groupArn = /^arn:[^:]+:logs:[^:]*:\d+:log-group:(?<name>[^:]+)(?::\*)?$/;

/** Returns the group that a request names, by its name or its ARN. */
export function groupNameOf(input: unknown): string | undefined {
  const { data } = named.safeParse(input);
  const identifier = data?.logGroupName ?? data?.logGroupIdentifier;
  return identifier === undefined ? undefined : (groupArn.exec(identifier)?.groups?.["name"] ?? identifier);
}
