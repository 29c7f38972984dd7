import { StatesError } from "../states-error.ts";
import type { Diagnostic } from "./diagnostic.ts";
import {
  blocksWithin,
  type ExecutionType,
  type StateMachineDefinition,
  type StatesBlock,
} from "./state-machine-definition.ts";
import { parseTaskResource } from "./task-resource.ts";
import { validateDefinition } from "./validate-definition.ts";

/** Returns whether the stage can call an SDK integration. */
export type Supports = (service: string, action: string) => boolean;

/** Everything that is wrong with a definition: what AWS finds, and integrations that the stage lacks. */
export function diagnose(
  text: string,
  { type, supports }: { type: ExecutionType; supports: Supports },
): Diagnostic[] {
  const diagnostics = validateDefinition(text, type);
  if (diagnostics.some(({ severity }) => severity === "ERROR")) {
    return diagnostics;
  }
  return [...diagnostics, ...resourceFaults(readDefinition(text), supports)];
}

/** Reads a definition that `diagnose` finds no error in. */
export function readDefinition(text: string): StateMachineDefinition {
  return JSON.parse(text);
}

function resourceFaults(block: StatesBlock, supports: Supports, path = ""): Diagnostic[] {
  return Object.entries(block.States).flatMap(([name, state]) => {
    const at = `${path}/States/${name}`;
    if (state.Type === "Task") {
      return taskFault(state.Resource, supports, `${at}/Resource`);
    }
    return blocksWithin(state).flatMap((inner) =>
      resourceFaults(inner.block, supports, `${at}/${inner.field}`),
    );
  });
}

function taskFault(resource: string, supports: Supports, location: string): Diagnostic[] {
  const fault = faultOf(resource, supports);
  return fault === undefined
    ? []
    : [{ severity: "ERROR", code: "SCHEMA_VALIDATION_FAILED", message: fault, location }];
}

function faultOf(resource: string, supports: Supports): string | undefined {
  try {
    const parsed = parseTaskResource(resource);
    if (parsed.kind !== "awsSdk") {
      return undefined;
    }
    const { service, action } = parsed;
    return supports(service, action)
      ? undefined
      : `The SDK integration ${service}:${action} is not supported here.`;
  } catch (error) {
    if (error instanceof StatesError) {
      return error.message;
    }
    throw error;
  }
}
