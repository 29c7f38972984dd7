import { type Finding, type Reconciliation, reconciliationSchema } from "@ashiato/core/reconcile/finding";
import { reconciliationKey } from "@ashiato/core/run-keys";
import { planRepairs, reconcile, type Stored } from "@ashiato/core/reconcile/reconcile";
import {
  type Begun,
  comparedRange,
  type Compared,
  comparisonRequestSchema,
} from "@ashiato/core/reconcile/steps";
import { Resource } from "sst";
import * as z from "zod";
import { findJson, writeJson } from "./aws/objects.ts";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { lookAtInbox } from "./batch/inbox-lock.ts";
import { parseInput } from "./batch/parse-input.ts";
import { comparedSchema, readStored } from "./compare/read-stored.ts";

const beginSchema = z.object({
  step: z.literal("begin"),
  name: z.string(),
  /** The Step Functions console puts a comment into the input of a new execution. */
  input: comparisonRequestSchema.extend({ Comment: z.string().optional() }),
  days: z.int().positive(),
  countedDays: z.int().positive(),
});

const inputSchema = z.discriminatedUnion("step", [beginSchema, comparedSchema]);

type Comparison = z.infer<typeof comparedSchema>;

/**
 * The two steps of a comparison around the warehouse's counting. `begin` returns what is to be compared, or
 * the run that is at work. `compare` reads everything else, writes `reconciliations/<name>.json`, and returns
 * how much is wrong, or how to repair it. If a run has been at work since `begin`, it returns `again`: then
 * the counts and the objects belong to different moments. Throws InvalidInput.
 */
export async function handler(event: unknown): Promise<Begun | Compared> {
  const input = parseInput(inputSchema, event);
  return input.step === "begin" ? await begin(input) : await compare(input);
}

async function begin({ input, days, countedDays }: z.infer<typeof beginSchema>): Promise<Begun> {
  const { timeZone } = Resource.Settings;
  const range = comparedRange(input, { now: Date.now(), timeZone, days, countedDays });
  const { holder, etag } = await lookAtInbox(Resource.Lake.name);
  logger.info("compare", { ...range, holder });
  return holder === null
    ? { result: "ready", ...range, repair: input.repair ?? false, inbox: etag }
    : { result: "busy", holder };
}

async function compare(comparison: Comparison): Promise<Compared> {
  const { name, inbox, repair, repaired, table } = comparison;
  const bucket = Resource.Lake.name;
  const stored = await readStored(comparison);
  const { holder, etag } = await lookAtInbox(bucket);
  if (holder !== null || etag !== inbox) {
    return { result: "again" };
  }
  const findings = reconcile(stored);
  const before = repaired ? await findJson(bucket, reconciliationKey(name), reconciliationSchema) : undefined;
  const report = reportOf(comparison, stored, { findings, before });
  await writeJson(bucket, reconciliationKey(name), report);
  const plan = planRepairs(findings, stored, table);
  if (repair && Object.values(plan).some((steps) => steps.length > 0)) {
    logger.info("repair", { name, plan });
    return { result: "repair", plan };
  }
  const counts = { findings: report.findings.length, repaired: report.repaired.length };
  logger[counts.findings > 0 ? "warn" : "info"]("compared", {
    name,
    ...counts,
    first: findings.slice(0, 10),
  });
  publishCounts("compare", counts);
  return { result: "compared", ...counts };
}

function reportOf(
  { name, from, to }: Comparison,
  { dates }: Stored,
  { findings, before }: { findings: Finding[]; before: Reconciliation | undefined },
): Reconciliation {
  const id = ({ kind, date }: Finding): string => `${kind} ${date}`;
  const left = new Set(findings.map(id));
  return {
    name,
    from,
    to,
    comparedAt: new Date().toISOString(),
    compared: {
      dates: dates.length,
      objects: dates.reduce((sum, { objects }) => sum + objects.length, 0),
      partitions: dates.filter(({ location }) => location !== undefined).length,
      versions: dates.reduce((sum, each) => sum + each.exports.length, 0),
    },
    repaired: (before?.findings ?? []).filter((each) => each.repair !== undefined && !left.has(id(each))),
    findings,
  };
}
