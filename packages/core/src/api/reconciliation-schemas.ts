import * as z from "zod";
import { findingSchema, reconciliationSchema } from "../reconcile/finding.ts";
import { comparisonPhases } from "../reconcile/states.ts";

const status = z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]);

const summary = {
  reconciliation: z.string().describe("Name of the comparison"),
  status,
  startedAt: z.iso.datetime(),
  stoppedAt: z.iso.datetime().optional(),
  statusUrl: z.url().describe("URL to poll for the result"),
};

export const reconciliationRequestSchema = z
  .strictObject({
    from: z.iso
      .date()
      .optional()
      .describe(
        "First business date; defaults to 38 days before today, and then only the last 8 days are counted",
      ),
    to: z.iso.date().optional().describe("Last business date; defaults to tomorrow"),
    repair: z
      .boolean()
      .optional()
      .describe("Whether to repair what can be repaired without touching a row; defaults to false"),
  })
  .meta({ id: "ReconciliationRequest" });

export const startedReconciliationSchema = z.strictObject(summary).meta({ id: "StartedReconciliation" });

const finding = z
  .strictObject({
    ...findingSchema.shape,
    date: findingSchema.shape.date.describe("Business date; absent if it belongs to none"),
    text: findingSchema.shape.text.describe("What is wrong, with the numbers that differ"),
    advice: findingSchema.shape.advice.describe("What to do about it"),
    repair: findingSchema.shape.repair.describe(
      "What `repair` does about it; absent if a person has to look",
    ),
    keys: findingSchema.shape.keys.describe("The first of the keys that it is about"),
    objects: findingSchema.shape.objects.describe("Number of these keys"),
  })
  .meta({ id: "Finding" });

export const reconciliationProgressSchema = z
  .strictObject({
    ...summary,
    phase: z
      .enum([...comparisonPhases, "ended"])
      .describe(
        "What the comparison is doing or, if it failed, what it was doing then; `waiting`: for a run to end",
      ),
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
    compared: reconciliationSchema.shape.compared
      .optional()
      .describe("What was compared, once it has succeeded"),
    repaired: z.array(finding).optional().describe("What was repaired, as it was found before"),
    findings: z.array(finding).optional().describe("What is wrong, once it has succeeded"),
    error: z.string().optional(),
    cause: z.string().optional(),
  })
  .meta({ id: "Reconciliation" });

export type StartedComparison = z.infer<typeof startedReconciliationSchema>;
export type ComparisonProgress = z.infer<typeof reconciliationProgressSchema>;
