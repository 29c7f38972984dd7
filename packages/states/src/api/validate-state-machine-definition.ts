import type { Action } from "@ashiato/aws-json/serve-aws-json";
import type { ValidateStateMachineDefinitionCommandOutput } from "@aws-sdk/client-sfn";
import { z } from "zod";
import { diagnose } from "../definition/parse-definition.ts";
import { readInput, type ApiParts } from "./api-parts.ts";

const input = z.object({
  definition: z.string(),
  type: z.enum(["STANDARD", "EXPRESS"]).default("STANDARD"),
  severity: z.enum(["ERROR", "WARNING"]).default("ERROR"),
  maxResults: z.int().min(0).max(100).default(0),
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html */
export function validateStateMachineDefinition({ supports }: ApiParts): Action {
  return async (request) => {
    const { definition, type, severity, maxResults } = readInput(input, request);
    const all = diagnose(definition, { type, supports });
    const wanted = all.filter((diagnostic) => severity === "WARNING" || diagnostic.severity === "ERROR");
    const limit = maxResults || 100;
    return {
      result: all.some((diagnostic) => diagnostic.severity === "ERROR") ? "FAIL" : "OK",
      diagnostics: wanted.slice(0, limit),
      truncated: wanted.length > limit,
    } satisfies Omit<ValidateStateMachineDefinitionCommandOutput, "$metadata">;
  };
}
