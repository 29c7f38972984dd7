import { isJsonObject, type JsonObject } from "../json.ts";
import {
  checkFieldValues,
  type FieldCheck,
  holdsExpressions,
  isInteger,
  isOneOf,
  isPayloadTemplate,
  isReferencePath,
  isTemplateObject,
  orExpression,
} from "./field-checks.ts";
import { checkFields, checkOneOf, type FieldTable } from "./state-fields.ts";
import { validateItemReader } from "./validate-item-reader.ts";
import type { StateContext, StateMachineType } from "./validation-context.ts";

const DISTRIBUTED_ONLY = ["ItemReader", "ItemBatcher", "ResultWriter", "Label"];
const MAX_LABEL_LENGTH = 40;
/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
const LABEL_FORBIDDEN = /[\s?*<>{}[\]:;,\\|^~$#%&`"\p{Cc}]/u;
/** A child's input is at most 256 KiB. */
const MAX_BATCH_BYTES = 262_144;
const MAX_COUNT = 2_147_483_647;

const processorFields: FieldTable = {
  required: ["StartAt", "States"],
  both: ["StartAt", "States", "ProcessorConfig", "Comment"],
};

const batcherFields: FieldTable = {
  both: ["MaxItemsPerBatch", "MaxInputBytesPerBatch", "BatchInput"],
  jsonPath: ["MaxItemsPerBatchPath", "MaxInputBytesPerBatchPath"],
};

const batcherChecks: Record<string, FieldCheck> = {
  MaxItemsPerBatch: orExpression(isInteger(1, MAX_COUNT)),
  MaxItemsPerBatchPath: isReferencePath,
  MaxInputBytesPerBatch: orExpression(isInteger(1, MAX_BATCH_BYTES)),
  MaxInputBytesPerBatchPath: isReferencePath,
  BatchInput: (field) =>
    field.language === "JSONPath" ? isPayloadTemplate(field) : holdsExpressions()(field),
};

const writerFields: FieldTable = {
  both: ["Resource", "WriterConfig", "Comment"],
  jsonPath: ["Parameters"],
  jsonata: ["Arguments"],
};

const writerChecks: Record<string, FieldCheck> = {
  Resource: isOneOf(["arn:aws:states:::s3:putObject"]),
  Parameters: isTemplateObject(),
  Arguments: isTemplateObject(),
};

const writerConfigChecks: Record<string, FieldCheck> = {
  Transformation: isOneOf(["NONE", "COMPACT", "FLATTEN"]),
  OutputType: isOneOf(["JSON", "JSONL"]),
};

/**
 * Checks what a Map state has beyond its plain fields, and queues its item processor.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html
 */
export function validateMap(context: StateContext): void {
  const { state, location, language, diagnostics } = context;
  const located = { value: state, location, language };
  checkOneOf(["ItemProcessor", "Iterator"], { ...located, required: true }, diagnostics);
  checkOneOf(["ItemSelector", "Parameters"], { ...located, required: false }, diagnostics);
  for (const name of ["MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage"]) {
    checkOneOf([name, `${name}Path`], { ...located, required: false }, diagnostics);
  }
  const distributed = validateProcessor(context);
  for (const name of distributed ? [] : DISTRIBUTED_ONLY) {
    if (Object.hasOwn(state, name)) {
      diagnostics.schema(`Field '${name}' is not supported for a Map state in INLINE mode`, location);
    }
  }
  validateLabel(context);
  withObject("ItemReader", context, (reader) => validateItemReader(reader, context));
  withObject("ItemBatcher", context, (batcher) => validateBatcher(batcher, context));
  withObject("ResultWriter", context, (writer) => validateWriter(writer, context));
}

/** Queues the processor's states and gives whether the map is a Distributed Map. */
function validateProcessor(context: StateContext): boolean {
  const name = Object.hasOwn(context.state, "ItemProcessor") ? "ItemProcessor" : "Iterator";
  let isDistributed = false;
  withObject(name, context, (processor) => {
    const location = `${context.location}/${name}`;
    checkFields(
      processorFields,
      { value: processor, location, language: context.language },
      context.diagnostics,
    );
    const childType = validateProcessorConfig(processor, location, context);
    isDistributed = childType !== undefined;
    context.machine.containers.push({ value: processor, location, type: childType ?? context.type });
  });
  return isDistributed;
}

/** The type of the child executions; undefined for an inline map. */
function validateProcessorConfig(
  processor: JsonObject,
  processorLocation: string,
  context: StateContext,
): StateMachineType | undefined {
  const { diagnostics, language } = context;
  const { ProcessorConfig: config } = processor;
  const location = `${processorLocation}/ProcessorConfig`;
  if (config === undefined) {
    return undefined;
  }
  if (!isJsonObject(config)) {
    diagnostics.schema("Expected value of type Object", location);
    return undefined;
  }
  const isDistributed = config["Mode"] === "DISTRIBUTED";
  const both = isDistributed ? ["Mode", "ExecutionType"] : ["Mode"];
  checkFields(
    { both, required: isDistributed ? ["ExecutionType"] : [] },
    { value: config, location, language },
    diagnostics,
  );
  const checks = {
    Mode: isOneOf(["INLINE", "DISTRIBUTED"]),
    ExecutionType: isOneOf(["STANDARD", "EXPRESS"]),
  };
  checkFieldValues(checks, config, { location, language, diagnostics });
  if (!isDistributed) {
    return undefined;
  }
  if (context.type === "EXPRESS") {
    diagnostics.schema(
      "A Map state in DISTRIBUTED mode is not supported in EXPRESS state machines",
      context.location,
    );
  }
  return config["ExecutionType"] === "EXPRESS" ? "EXPRESS" : "STANDARD";
}

function validateLabel({ state, location, machine, diagnostics }: StateContext): void {
  const { Label: label } = state;
  if (label === undefined) {
    return;
  }
  const where = `${location}/Label`;
  if (
    typeof label !== "string" ||
    label === "" ||
    label.length > MAX_LABEL_LENGTH ||
    LABEL_FORBIDDEN.test(label)
  ) {
    diagnostics.error(
      "INVALID_LABEL_NAME",
      `A label must have 1 to ${MAX_LABEL_LENGTH} characters, without white space, wildcards, brackets and special characters`,
      where,
    );
    return;
  }
  if (machine.labels.has(label)) {
    diagnostics.error("DUPLICATE_LABEL_NAME", `The label '${label}' appears more than once`, where);
  }
  machine.labels.add(label);
}

function validateBatcher(batcher: JsonObject, { location, language, diagnostics }: StateContext): void {
  const located = { value: batcher, location: `${location}/ItemBatcher`, language };
  checkFields(batcherFields, located, diagnostics);
  checkFieldValues(batcherChecks, batcher, { ...located, diagnostics });
  const items = ["MaxItemsPerBatch", "MaxItemsPerBatchPath"];
  const bytes = ["MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"];
  checkOneOf(items, { ...located, required: false }, diagnostics);
  checkOneOf(bytes, { ...located, required: false }, diagnostics);
  if (![...items, ...bytes].some((name) => Object.hasOwn(batcher, name))) {
    diagnostics.schema(
      "One of these fields is required: [MaxItemsPerBatch, MaxInputBytesPerBatch]",
      located.location,
    );
  }
}

function validateWriter(writer: JsonObject, { location, language, diagnostics }: StateContext): void {
  const located = { value: writer, location: `${location}/ResultWriter`, language };
  checkFields(writerFields, located, diagnostics);
  checkFieldValues(writerChecks, writer, { ...located, diagnostics });
  const parametersName = language === "JSONPath" ? "Parameters" : "Arguments";
  if (Object.hasOwn(writer, "Resource") !== Object.hasOwn(writer, parametersName)) {
    diagnostics.schema(`Resource and ${parametersName} must be given together`, located.location);
  }
  const { WriterConfig: config } = writer;
  if (isJsonObject(config)) {
    const configLocated = { value: config, location: `${located.location}/WriterConfig`, language };
    const names = Object.keys(writerConfigChecks);
    checkFields({ both: names, required: names }, configLocated, diagnostics);
    checkFieldValues(writerConfigChecks, config, { ...configLocated, diagnostics });
  } else if (config !== undefined) {
    diagnostics.schema("Expected value of type Object", `${located.location}/WriterConfig`);
  } else if (!Object.hasOwn(writer, "Resource")) {
    diagnostics.schema("One of these fields is required: [Resource, WriterConfig]", located.location);
  }
}

function withObject(name: string, context: StateContext, validate: (value: JsonObject) => void): void {
  const value = context.state[name];
  if (isJsonObject(value)) {
    validate(value);
  } else if (value !== undefined) {
    context.diagnostics.schema("Expected value of type Object", `${context.location}/${name}`);
  }
}
