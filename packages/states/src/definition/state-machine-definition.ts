import type { JsonObject, JsonValue } from "../json.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html */
export type QueryLanguage = "JSONPath" | "JSONata";

/** The execution model of a machine, or of a Distributed Map's children. */
export type ExecutionType = "STANDARD" | "EXPRESS";

/** A number, or in JSONata an expression that gives one. */
export type NumberField = number | string;

/** `StartAt` and `States`: of a machine, a Parallel branch or a Map's item processor. */
export type StatesBlock = {
  StartAt: string;
  States: Record<string, State>;
  QueryLanguage?: QueryLanguage;
};

/** A state machine: https://states-language.net/spec.html */
export type StateMachineDefinition = StatesBlock & {
  Comment?: string;
  Version?: string;
  TimeoutSeconds?: number;
};

type Common = {
  Comment?: string;
  QueryLanguage?: QueryLanguage;
  InputPath?: string | null;
  OutputPath?: string | null;
  Output?: JsonValue;
  Assign?: JsonObject;
};

type Continuing = { Next?: string; End?: boolean };

export type Retrier = {
  ErrorEquals: string[];
  IntervalSeconds?: number;
  MaxAttempts?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: "FULL" | "NONE";
};

export type Catcher = {
  ErrorEquals: string[];
  Next: string;
  ResultPath?: string | null;
  Output?: JsonValue;
  Assign?: JsonObject;
};

/** What Task, Parallel and Map have in common: they may fail, be retried and caught. */
type Failing = {
  Retry?: Retrier[];
  Catch?: Catcher[];
  Parameters?: JsonValue;
  Arguments?: JsonValue;
  ResultSelector?: JsonValue;
  ResultPath?: string | null;
};

export type PassState = Common &
  Continuing & { Type: "Pass"; Result?: JsonValue; Parameters?: JsonValue; ResultPath?: string | null };

export type TaskState = Common &
  Continuing &
  Failing & {
    Type: "Task";
    Resource: string;
    TimeoutSeconds?: NumberField;
    TimeoutSecondsPath?: string;
    HeartbeatSeconds?: NumberField;
    HeartbeatSecondsPath?: string;
    Credentials?: JsonObject;
  };

/** A rule's operators (`Variable`, `StringEquals`, `And`, …) are read by choice/. */
export type ChoiceRule = JsonObject & {
  Next: string;
  Condition?: JsonValue;
  Output?: JsonValue;
  Assign?: JsonObject;
};

export type ChoiceState = Common & { Type: "Choice"; Choices: ChoiceRule[]; Default?: string };

export type WaitState = Common &
  Continuing & {
    Type: "Wait";
    Seconds?: NumberField;
    SecondsPath?: string;
    Timestamp?: string;
    TimestampPath?: string;
  };

export type SucceedState = Common & { Type: "Succeed" };

export type FailState = Common & {
  Type: "Fail";
  Error?: string;
  ErrorPath?: string;
  Cause?: string;
  CausePath?: string;
};

export type ParallelState = Common & Continuing & Failing & { Type: "Parallel"; Branches: StatesBlock[] };

export type ItemProcessor = StatesBlock & {
  ProcessorConfig?: { Mode?: "INLINE" | "DISTRIBUTED"; ExecutionType?: ExecutionType };
};

export type ReaderConfig = {
  InputType?: "CSV" | "JSON" | "JSONL" | "PARQUET" | "MANIFEST";
  CSVHeaderLocation?: "FIRST_ROW" | "GIVEN";
  CSVHeaders?: string[];
  CSVDelimiter?: "COMMA" | "PIPE" | "SEMICOLON" | "SPACE" | "TAB";
  ItemsPointer?: string;
  ManifestType?: "ATHENA_DATA" | "S3_INVENTORY";
  Transformation?: "NONE" | "LOAD_AND_FLATTEN";
  MaxItems?: NumberField;
  MaxItemsPath?: string;
};

export type ItemReader = {
  Resource: string;
  Parameters?: JsonObject;
  Arguments?: JsonObject;
  ReaderConfig?: ReaderConfig;
};

export type ItemBatcher = {
  MaxItemsPerBatch?: NumberField;
  MaxItemsPerBatchPath?: string;
  MaxInputBytesPerBatch?: NumberField;
  MaxInputBytesPerBatchPath?: string;
  BatchInput?: JsonValue;
};

export type ResultWriter = {
  Resource?: string;
  Parameters?: JsonObject;
  Arguments?: JsonObject;
  WriterConfig?: { Transformation?: "NONE" | "COMPACT" | "FLATTEN"; OutputType?: "JSON" | "JSONL" };
};

export type MapState = Common &
  Continuing &
  Failing & {
    Type: "Map";
    ItemProcessor?: ItemProcessor;
    Iterator?: ItemProcessor;
    Items?: JsonValue;
    ItemsPath?: string;
    ItemSelector?: JsonValue;
    ItemReader?: ItemReader;
    ItemBatcher?: ItemBatcher;
    ResultWriter?: ResultWriter;
    MaxConcurrency?: NumberField;
    MaxConcurrencyPath?: string;
    ToleratedFailureCount?: NumberField;
    ToleratedFailureCountPath?: string;
    ToleratedFailurePercentage?: NumberField;
    ToleratedFailurePercentagePath?: string;
    Label?: string;
  };

export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

/** A Map's processor, by its present name or by the deprecated `Iterator`. */
export function itemProcessorOf(state: MapState): ItemProcessor {
  const processor = state.ItemProcessor ?? state.Iterator;
  if (!processor) throw new Error("A Map state has neither an ItemProcessor nor an Iterator.");
  return processor;
}

export function isDistributed(state: MapState): boolean {
  return itemProcessorOf(state).ProcessorConfig?.Mode === "DISTRIBUTED";
}

/** The blocks inside of a state, each with the field that holds it. */
export function blocksWithin(state: State): { block: StatesBlock; field: string }[] {
  if (state.Type === "Parallel") {
    return state.Branches.map((block, index) => ({ block, field: `Branches[${index}]` }));
  }
  if (state.Type !== "Map") return [];
  return [{ block: itemProcessorOf(state), field: state.ItemProcessor ? "ItemProcessor" : "Iterator" }];
}
