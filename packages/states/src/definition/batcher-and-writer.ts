import { isJsonObject, type JsonObject } from "../json.ts";
import {
  checkedApart,
  isAnyValue,
  isInteger,
  isOneOf,
  isReferencePath,
  isTemplate,
  isTemplateObject,
  maxCount,
  orExpression,
} from "./field-checks.ts";
import { checkFields, checkOneOf, fieldTable, type FieldsOf } from "./field-table.ts";
import type { StateContext } from "./validation-context.ts";

/** A child's input is at most 256 KiB. */
export const maxBatchBytes = 262_144;

const batcherFields = fieldTable({
  both: {
    MaxItemsPerBatch: orExpression(isInteger(1, maxCount)),
    MaxInputBytesPerBatch: orExpression(isInteger(1, maxBatchBytes)),
    BatchInput: isTemplate,
  },
  jsonPath: { MaxItemsPerBatchPath: isReferencePath, MaxInputBytesPerBatchPath: isReferencePath },
});

export type ItemBatcher = FieldsOf<typeof batcherFields>;

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html */
export function validateBatcher(
  batcher: JsonObject,
  { location, language, diagnostics }: StateContext,
): void {
  const located = { value: batcher, location: `${location}/ItemBatcher`, language };
  checkFields(batcherFields, located, diagnostics);
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

const writerConfigFields = fieldTable({
  required: ["Transformation", "OutputType"],
  both: {
    Transformation: isOneOf(["NONE", "COMPACT", "FLATTEN"]),
    OutputType: isOneOf(["JSON", "JSONL"]),
  },
});

const writerFields = fieldTable({
  both: {
    Resource: isOneOf(["arn:aws:states:::s3:putObject"]),
    WriterConfig: checkedApart<FieldsOf<typeof writerConfigFields>>(),
    Comment: isAnyValue,
  },
  jsonPath: { Parameters: isTemplateObject() },
  jsonata: { Arguments: isTemplateObject() },
});

export type ResultWriter = FieldsOf<typeof writerFields>;

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html */
export function validateWriter(writer: JsonObject, { location, language, diagnostics }: StateContext): void {
  const located = { value: writer, location: `${location}/ResultWriter`, language };
  checkFields(writerFields, located, diagnostics);
  const parametersName = language === "JSONPath" ? "Parameters" : "Arguments";
  if (Object.hasOwn(writer, "Resource") !== Object.hasOwn(writer, parametersName)) {
    diagnostics.schema(`Resource and ${parametersName} must be given together`, located.location);
  }
  const { WriterConfig: config } = writer;
  if (isJsonObject(config)) {
    const configLocated = { value: config, location: `${located.location}/WriterConfig`, language };
    checkFields(writerConfigFields, configLocated, diagnostics);
  } else if (config !== undefined) {
    diagnostics.schema("Expected value of type Object", `${located.location}/WriterConfig`);
  } else if (!Object.hasOwn(writer, "Resource")) {
    diagnostics.schema("One of these fields is required: [Resource, WriterConfig]", located.location);
  }
}
