import { z } from "zod";
import type { DeclaredResources } from "../declared.ts";

export type LogGroupPlan = { name: string; retentionDays: number | undefined };

const logGroup = z.looseObject({
  name: z.string(),
  /** 0 is forever. */
  retentionInDays: z.number().optional(),
  logGroupClass: z.literal("STANDARD", "only log groups of the class STANDARD are served").optional(),
});

export function readLogGroups(declared: DeclaredResources): LogGroupPlan[] {
  return declared.ofType("aws:cloudwatch/logGroup:LogGroup", logGroup).map(({ state }) => ({
    name: state.name,
    retentionDays: state.retentionInDays || undefined,
  }));
}
