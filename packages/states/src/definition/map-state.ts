import { isJsonObject, type JsonObject } from "../json.ts";
import {
  validateBatcher,
  validateWriter,
  type ItemBatcher,
  type ResultWriter,
} from "./batcher-and-writer.ts";
import {
  checkedApart,
  isAnyValue,
  isInteger,
  isItems,
  isNumber,
  isOneOf,
  isPath,
  isReferencePath,
  isTemplate,
  maxCount,
  orExpression,
} from "./field-checks.ts";
import { checkFields, checkOneOf, fieldTable, type FieldsOf } from "./field-table.ts";
import { validateItemReader, type ItemReader } from "./item-reader.ts";
import {
  errorHandling,
  everyState,
  output,
  resultPaths,
  transition,
  type SharedFields,
} from "./state-fields.ts";
import type { ExecutionType, StateContext } from "./validation-context.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html */
export const mapFields = fieldTable({
  required: ["Type"],
  both: {
    Type: isOneOf(["Map"]),
    ...everyState,
    ...transition,
    ...errorHandling,
    ItemProcessor: checkedApart(),
    Iterator: checkedApart(),
    ItemSelector: isTemplate,
    MaxConcurrency: orExpression(isInteger(0, maxCount)),
    ToleratedFailureCount: orExpression(isInteger(0, maxCount)),
    ToleratedFailurePercentage: orExpression(isNumber(0, 100)),
    ItemReader: checkedApart<ItemReader>(),
    ItemBatcher: checkedApart<ItemBatcher>(),
    ResultWriter: checkedApart<ResultWriter>(),
    Label: checkedApart<string>(),
  },
  jsonPath: {
    ...resultPaths,
    ItemsPath: isPath,
    MaxConcurrencyPath: isReferencePath,
    ToleratedFailureCountPath: isReferencePath,
    ToleratedFailurePercentagePath: isReferencePath,
  },
  jsonata: { Items: orExpression(isItems), ...output },
});

/** A Map state but for the type of its processor: state-machine-definition.ts. */
export type MapFields = FieldsOf<typeof mapFields> & SharedFields;

const processorConfigFields = {
  INLINE: fieldTable({ both: { Mode: isOneOf(["INLINE", "DISTRIBUTED"]) } }),
  DISTRIBUTED: fieldTable({
    required: ["ExecutionType"],
    both: { Mode: isOneOf(["INLINE", "DISTRIBUTED"]), ExecutionType: isOneOf(["STANDARD", "EXPRESS"]) },
  }),
};

const processorFields = fieldTable({
  required: ["StartAt", "States"],
  both: {
    StartAt: isAnyValue,
    States: isAnyValue,
    ProcessorConfig: checkedApart<Partial<FieldsOf<typeof processorConfigFields.DISTRIBUTED>>>(),
    Comment: isAnyValue,
  },
});

/** What an item processor has beyond its states. */
export type ProcessorFields = Pick<FieldsOf<typeof processorFields>, "ProcessorConfig">;

const distributedOnly = ["ItemReader", "ItemBatcher", "ResultWriter", "Label"];

const maxLabelLength = 40;
/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
const forbiddenInLabel = /[\s?*<>{}[\]:;,\\|^~$#%&`"\p{Cc}]/u;

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
  for (const name of distributed ? [] : distributedOnly) {
    if (Object.hasOwn(state, name)) {
      diagnostics.schema(`Field '${name}' is not supported for a Map state in INLINE mode`, location);
    }
  }
  validateLabel(context);
  withObject("ItemReader", context, (reader) => validateItemReader(reader, context));
  withObject("ItemBatcher", context, (batcher) => validateBatcher(batcher, context));
  withObject("ResultWriter", context, (writer) => validateWriter(writer, context));
}

/** Queues the processor's states and returns whether the map is a Distributed Map. */
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

/** Validates ProcessorConfig. Returns the type of the child executions; undefined for an inline map. */
function validateProcessorConfig(
  processor: JsonObject,
  processorLocation: string,
  context: StateContext,
): ExecutionType | undefined {
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
  const table = processorConfigFields[isDistributed ? "DISTRIBUTED" : "INLINE"];
  checkFields(table, { value: config, location, language }, diagnostics);
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
    label.length > maxLabelLength ||
    forbiddenInLabel.test(label)
  ) {
    diagnostics.error(
      "INVALID_LABEL_NAME",
      `A label must have 1 to ${maxLabelLength} characters, without white space, wildcards, brackets and special characters`,
      where,
    );
    return;
  }
  if (machine.labels.has(label)) {
    diagnostics.error("DUPLICATE_LABEL_NAME", `The label '${label}' appears more than once`, where);
  }
  machine.labels.add(label);
}

function withObject(name: string, context: StateContext, validate: (value: JsonObject) => void): void {
  const value = context.state[name];
  if (isJsonObject(value)) {
    validate(value);
  } else if (value !== undefined) {
    context.diagnostics.schema("Expected value of type Object", `${context.location}/${name}`);
  }
}
