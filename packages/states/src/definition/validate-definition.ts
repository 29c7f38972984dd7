import { parseJson } from "../exact-integer.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { type Diagnostic, DiagnosticList } from "./diagnostic.ts";
import { checkFields, type QueryLanguage } from "./field-table.ts";
import { machineFields } from "./state-machine-definition.ts";
import { validateState } from "./validate-state.ts";
import { validateTransitions } from "./validate-transitions.ts";
import type { ExecutionType, MachineContext, StatesContainer } from "./validation-context.ts";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
const maxDefinitionLength = 1_048_576;
const maxStateNameLength = 80;
/**
 * Levels of JSON: some 40 states in one another. Bounds the recursion of everything that reads a definition.
 */
const maxDepth = 160;

/**
 * Finds every fault of a state machine's definition, given as text or parsed, in time linear in its size.
 * `type` is the type of the machine: an Express workflow may not wait for tokens or jobs or run a Distributed
 * Map.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html
 */
export function validateDefinition(definition: unknown, type: ExecutionType = "STANDARD"): Diagnostic[] {
  const diagnostics = new DiagnosticList();
  const machine = readMachine(definition, diagnostics);
  if (machine !== undefined) {
    validateMachine(machine, type, diagnostics);
  }
  return diagnostics.found;
}

function readMachine(definition: unknown, diagnostics: DiagnosticList): JsonObject | undefined {
  if (definition === undefined || definition === null || definition === "") {
    diagnostics.error("MISSING_DESCRIPTION", "The definition is empty", "");
    return undefined;
  }
  const value = typeof definition === "string" ? parseDefinition(definition, diagnostics) : definition;
  if (value === undefined) {
    return undefined;
  }
  if (!isJsonObject(value)) {
    diagnostics.error("INVALID_JSON_DESCRIPTION", "Expected a JSON object", "");
    return undefined;
  }
  if (isNestedDeeperThan(value, maxDepth)) {
    diagnostics.error("TOO_DEEPLY_NESTED", `The definition nests more than ${maxDepth} levels deep`, "");
    return undefined;
  }
  const length = typeof definition === "string" ? definition.length : JSON.stringify(value).length;
  if (length > maxDefinitionLength) {
    diagnostics.schema(
      `The definition has ${length} characters, more than the limit of ${maxDefinitionLength}`,
      "",
    );
    return undefined;
  }
  return value;
}

function parseDefinition(text: string, diagnostics: DiagnosticList): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    diagnostics.error("INVALID_JSON_DESCRIPTION", error instanceof Error ? error.message : String(error), "");
    return undefined;
  }
}

/** Walks level by level, without recursion: the value may nest as deep as it is long. */
function isNestedDeeperThan(value: JsonValue, maxDepth: number): boolean {
  let level: JsonValue[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) {
      return true;
    }
    level = level.flatMap((item) => (item !== null && typeof item === "object" ? Object.values(item) : []));
  }
  return false;
}

function validateMachine(definition: JsonObject, type: ExecutionType, diagnostics: DiagnosticList): void {
  // Any present value but the exact `JSONPath` makes the machine JSONata, as on AWS.
  const language = (definition["QueryLanguage"] ?? "JSONPath") === "JSONPath" ? "JSONPath" : "JSONata";
  checkFields(machineFields, { value: definition, location: "", language }, diagnostics);
  const machine: MachineContext = {
    diagnostics,
    language,
    containers: [{ value: definition, location: "", type }],
    stateNames: new Set(),
    labels: new Set(),
  };
  // Grows while it is walked: the states put the containers inside them at its end.
  for (const container of machine.containers) {
    validateContainer(container, machine);
  }
}

function validateContainer(container: StatesContainer, machine: MachineContext): void {
  const { diagnostics } = machine;
  const { States: states, StartAt: startAt } = container.value;
  if (startAt !== undefined && typeof startAt !== "string") {
    diagnostics.schema("Expected value of type String", `${container.location}/StartAt`);
  }
  if (states === undefined) {
    return;
  }
  if (!isJsonObject(states) || Object.keys(states).length === 0) {
    diagnostics.schema("Expected a non-empty Object of states", `${container.location}/States`);
    return;
  }
  for (const [name, state] of Object.entries(states)) {
    const location = `${container.location}/States/${name}`;
    checkName(name, location, machine);
    if (isJsonObject(state)) {
      const language = stateLanguage(state, machine.language);
      validateState({ machine, diagnostics, state, location, language, type: container.type });
    } else {
      diagnostics.schema("Expected value of type Object", location);
    }
  }
  validateTransitions(container, states, diagnostics);
}

function stateLanguage(state: JsonObject, inherited: QueryLanguage): QueryLanguage {
  const { QueryLanguage: language } = state;
  if (language === undefined) {
    return inherited;
  }
  return language === "JSONPath" ? "JSONPath" : "JSONata";
}

function checkName(name: string, location: string, machine: MachineContext): void {
  if (name === "" || name.length > maxStateNameLength) {
    machine.diagnostics.error(
      "INVALID_STATE_NAME",
      `The name of a state must have 1 to ${maxStateNameLength} characters, but has ${name.length}`,
      location,
    );
  }
  if (machine.stateNames.has(name)) {
    machine.diagnostics.error(
      "DUPLICATE_STATE_NAME",
      `The state name '${name}' appears more than once`,
      location,
    );
  }
  machine.stateNames.add(name);
}
