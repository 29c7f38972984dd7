import { parseOwnJson } from "../exact-integer.ts";
import { StatesError } from "../states-error.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { blocksWithin, type StateMachineDefinition, type StatesBlock } from "./state-machine-definition.ts";
import { lackOf, parseTaskResource, sdkActionOf } from "./task-resource.ts";
import { validateDefinition } from "./validate-definition.ts";
import type { ExecutionType } from "./validation-context.ts";

/** Returns whether the stage can call an SDK integration. */
export type Supports = (service: string, action: string) => boolean;

/**
 * Returns everything that is wrong with a definition: what AWS finds, and the integrations that AWS has and
 * the stage lacks. Those are warnings, since AWS accepts the definition, unless `lacking` asks for errors.
 */
export function diagnose(
  text: string,
  { type, supports, lacking = "WARNING" }: DiagnoseOptions,
): Diagnostic[] {
  const diagnostics = validateDefinition(text, type);
  if (diagnostics.some(({ severity }) => severity === "ERROR")) {
    return diagnostics;
  }
  return [...diagnostics, ...resourceFaults(readDefinition(text), { supports, lacking })];
}

export type DiagnoseOptions = {
  type: ExecutionType;
  supports: Supports;
  lacking?: Diagnostic["severity"];
};

/** Reads a definition that `diagnose` finds no error in. */
export function readDefinition(text: string): StateMachineDefinition {
  return parseOwnJson(text);
}

type ResourceCheck = Required<Omit<DiagnoseOptions, "type">>;

function resourceFaults(block: StatesBlock, check: ResourceCheck, path = ""): Diagnostic[] {
  return Object.entries(block.States).flatMap(([name, state]) => {
    const at = `${path}/States/${name}`;
    if (state.Type === "Task") {
      const fault = faultOf(state.Resource, check);
      return fault === undefined ? [] : [{ ...fault, location: `${at}/Resource` }];
    }
    return blocksWithin(state).flatMap((inner) => resourceFaults(inner.block, check, `${at}/${inner.field}`));
  });
}

function faultOf(
  resource: string,
  { supports, lacking }: ResourceCheck,
): Omit<Diagnostic, "location"> | undefined {
  try {
    const parsed = parseTaskResource(resource);
    if (parsed.kind === "lambdaFunction" || parsed.kind === "activity") {
      return undefined;
    }
    const needed = sdkActionOf(parsed);
    const lacks = parsed.kind === "lacking" || (needed && !supports(needed.service, needed.action));
    return lacks ? { severity: lacking, code: "INVALID_RESOURCE", message: lackOf(parsed) } : undefined;
  } catch (error) {
    if (error instanceof StatesError) {
      return { severity: "ERROR", code: "SCHEMA_VALIDATION_FAILED", message: error.message };
    }
    throw error;
  }
}
