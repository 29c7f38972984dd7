import { isJsonObject, type JsonObject } from "../json.ts";
import {
  checkedApart,
  isAnyValue,
  isInteger,
  isNonEmptyTextList,
  isOneOf,
  isReferencePath,
  isTemplateObject,
  isText,
  orExpression,
} from "./field-checks.ts";
import { checkFields, checkOneOf, fieldTable, type FieldsOf } from "./field-table.ts";
import type { StateContext } from "./validation-context.ts";

const getObject = "arn:aws:states:::s3:getObject";
const listObjects = "arn:aws:states:::s3:listObjectsV2";
/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
const maxItems = 100_000_000;

const configFields = fieldTable({
  both: {
    InputType: isOneOf(["CSV", "JSON", "JSONL", "MANIFEST", "PARQUET"]),
    CSVHeaderLocation: isOneOf(["FIRST_ROW", "GIVEN"]),
    CSVHeaders: isNonEmptyTextList,
    CSVDelimiter: isOneOf(["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"]),
    MaxItems: orExpression(isInteger(0, maxItems)),
    ItemsPointer: isText,
    ManifestType: isOneOf(["ATHENA_DATA", "S3_INVENTORY"]),
    Transformation: isOneOf(["NONE", "LOAD_AND_FLATTEN"]),
  },
  jsonPath: { MaxItemsPath: isReferencePath },
});

export type ReaderConfig = FieldsOf<typeof configFields>;

const readerFields = fieldTable({
  required: ["Resource"],
  both: {
    Resource: isOneOf([getObject, listObjects]),
    ReaderConfig: checkedApart<ReaderConfig>(),
    Comment: isAnyValue,
  },
  jsonPath: { Parameters: isTemplateObject() },
  jsonata: { Arguments: isTemplateObject() },
});

export type ItemReader = FieldsOf<typeof readerFields>;

/** Checks the ItemReader of a Distributed Map. */
export function validateItemReader(reader: JsonObject, context: StateContext): void {
  const { language, diagnostics } = context;
  const location = `${context.location}/ItemReader`;
  checkFields(readerFields, { value: reader, location, language }, diagnostics);
  const parametersName = language === "JSONPath" ? "Parameters" : "Arguments";
  if (!Object.hasOwn(reader, parametersName)) {
    diagnostics.schema(`These fields are required: [${parametersName}]`, location);
  }
  const { ReaderConfig: config } = reader;
  if (isJsonObject(config)) {
    validateReaderConfig(config, reader, context);
  } else if (config !== undefined) {
    diagnostics.schema("Expected value of type Object", `${location}/ReaderConfig`);
  } else if (reader["Resource"] === getObject) {
    diagnostics.schema("These fields are required: [ReaderConfig]", location);
  }
}

function validateReaderConfig(config: JsonObject, reader: JsonObject, context: StateContext): void {
  const { language, diagnostics } = context;
  const location = `${context.location}/ItemReader/ReaderConfig`;
  checkFields(configFields, { value: config, location, language }, diagnostics);
  checkOneOf(
    ["MaxItems", "MaxItemsPath"],
    { value: config, location, language, required: false },
    diagnostics,
  );
  const readsContents = reader["Resource"] === getObject || config["Transformation"] === "LOAD_AND_FLATTEN";
  if (readsContents && config["InputType"] === undefined && config["ManifestType"] === undefined) {
    diagnostics.schema("These fields are required: [InputType]", location);
  }
  if (!readsContents && config["InputType"] !== undefined) {
    diagnostics.schema(
      `Field 'InputType' is not supported for ${listObjects} without LOAD_AND_FLATTEN`,
      location,
    );
  }
  checkCsv(config, location, context);
}

function checkCsv(config: JsonObject, location: string, { diagnostics }: StateContext): void {
  const isGiven = config["CSVHeaderLocation"] === "GIVEN";
  if (
    config["InputType"] === "CSV" &&
    config["CSVHeaderLocation"] === undefined &&
    config["ManifestType"] === undefined
  ) {
    diagnostics.schema("These fields are required: [CSVHeaderLocation]", location);
  }
  if (isGiven && config["CSVHeaders"] === undefined) {
    diagnostics.schema("These fields are required: [CSVHeaders]", location);
  }
  if (!isGiven && config["CSVHeaders"] !== undefined) {
    diagnostics.schema("Field 'CSVHeaders' is only supported if CSVHeaderLocation is GIVEN", location);
  }
}
