import type { JsonObject } from "../json.ts";
import type { DiagnosticList } from "./diagnostic.ts";
import type { QueryLanguage } from "./field-table.ts";

/** The execution model of a machine, or of a Distributed Map's children. */
export type ExecutionType = "STANDARD" | "EXPRESS";

/** A part with StartAt and States: the machine itself, a branch or an item processor. */
export type StatesContainer = { value: JsonObject; location: string; type: ExecutionType };

/** What one validation of a machine shares. */
export type MachineContext = {
  diagnostics: DiagnosticList;
  /** The machine's own; states inside branches and maps inherit it, whatever the state around them says. */
  language: QueryLanguage;
  /** The containers found so far: nested ones are put here, so that no nesting can exhaust the stack. */
  containers: StatesContainer[];
  stateNames: Set<string>;
  labels: Set<string>;
};

/** One state under validation. */
export type StateContext = {
  machine: MachineContext;
  diagnostics: DiagnosticList;
  state: JsonObject;
  location: string;
  language: QueryLanguage;
  type: ExecutionType;
};
