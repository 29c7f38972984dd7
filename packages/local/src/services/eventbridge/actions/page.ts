import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html */
const maxLimit = 100;

/** The members of a list request that choose the page. */
export const pageMembers = {
  Limit: z.int().min(1).max(maxLimit).default(maxLimit),
  NextToken: z.string().optional(),
};

/**
 * Returns a page, and the token of the next one. Throws ServiceError ValidationException for a wrong token.
 */
export function page<Item>(
  items: readonly Item[],
  { Limit, NextToken }: { Limit: number; NextToken?: string | undefined },
): { items: Item[]; NextToken: string | undefined } {
  const from = NextToken === undefined ? 0 : Number(Buffer.from(NextToken, "base64url").toString());
  if (!Number.isInteger(from) || from < 0) {
    throw new ServiceError("ValidationException", `The NextToken ${NextToken} is not valid.`);
  }
  const to = from + Limit;
  return {
    items: items.slice(from, to),
    NextToken: to < items.length ? Buffer.from(String(to)).toString("base64url") : undefined,
  };
}
