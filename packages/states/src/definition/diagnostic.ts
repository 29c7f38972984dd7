/**
 * The codes of diagnostics. All but the two about JSONata are listed at
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html
 */
export type DiagnosticCode =
  /** The text is not JSON. */
  | "INVALID_JSON_DESCRIPTION"
  /** There is no definition. */
  | "MISSING_DESCRIPTION"
  /** A field is missing, unknown, or holds what it must not. */
  | "SCHEMA_VALIDATION_FAILED"
  | "INVALID_RESOURCE"
  | "MISSING_END_STATE"
  | "DUPLICATE_STATE_NAME"
  | "INVALID_STATE_NAME"
  | "DUPLICATE_LABEL_NAME"
  | "INVALID_LABEL_NAME"
  /** A transition leads nowhere, or no transition leads to a state. */
  | "MISSING_TRANSITION_TARGET"
  | "TOO_DEEPLY_NESTED"
  /** The expression does not parse. */
  | "INVALID_JSONATA_EXPRESSION"
  /** The expression reads what Step Functions does not offer. */
  | "UNSUPPORTED_JSONATA_EXPRESSION"
  /** Warning: a value looks like a path or an intrinsic function, but its field does not end in `.$`. */
  | "NO_DOLLAR"
  /** Warning: a value looks like a path, but its field does not end in `Path`. */
  | "NO_PATH"
  /** Warning: the Result of a Pass state holds a path, which is not evaluated. */
  | "PASS_RESULT_IS_STATIC";

/**
 * One finding. `location` is the path of the faulty part, such as `/States/X/Next`; empty for the whole
 * machine.
 */
export type Diagnostic = {
  severity: "ERROR" | "WARNING";
  code: DiagnosticCode;
  message: string;
  location: string;
};

/** Collects the findings of one validation. */
export class DiagnosticList {
  readonly found: Diagnostic[] = [];

  /** Adds an error of the schema, the most frequent kind. */
  schema(message: string, location: string): void {
    this.error("SCHEMA_VALIDATION_FAILED", message, location);
  }

  error(code: DiagnosticCode, message: string, location: string): void {
    this.found.push({ severity: "ERROR", code, message, location });
  }

  warning(code: DiagnosticCode, message: string, location: string): void {
    this.found.push({ severity: "WARNING", code, message, location });
  }
}

/** ValidateStateMachineDefinition returns at most this many. */
const maxErrors = 100;

/** Returns the message of AWS's InvalidDefinition error for a definition with these findings. */
export function formatInvalidDefinition(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "ERROR");
  return `Invalid State Machine Definition: '${errors.slice(0, maxErrors).map(formatDiagnostic).join(", ")}'`;
}

function formatDiagnostic({ code, message, location }: Diagnostic): string {
  return location === "" ? `${code}: ${message}` : `${code}: ${message} at ${location}`;
}
