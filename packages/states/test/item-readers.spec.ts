import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import type { JsonObject } from "../src/json.ts";
import { distributedProcessor, mapMachine } from "./machines.ts";
import { openStage, outputOf, type Stage } from "./stage.ts";

const same = { Same: { Type: "Pass", End: true } };

function read(ItemReader: JsonObject, fields: JsonObject = {}): JsonObject {
  return mapMachine({ ItemReader, ItemProcessor: distributedProcessor(same, "EXPRESS"), ...fields });
}

function object(Key: string, ReaderConfig: JsonObject): JsonObject {
  return { Resource: "arn:aws:states:::s3:getObject", Arguments: { Bucket: "b", Key }, ReaderConfig };
}

async function items(stage: Stage, reader: JsonObject, map?: JsonObject) {
  return outputOf(await stage.run(read(reader, map)));
}

// Each of https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
it("reads the lines of a JSONL object, the last without its end", async () => {
  await using stage = await openStage();
  stage.s3.put("b", "lines.jsonl", '{"a":1}\n\n[2]\n"é"');
  expect(await items(stage, object("lines.jsonl", { InputType: "JSONL" }))).toEqual([{ a: 1 }, [2], "é"]);
});

it("reads a CSV with another delimiter and quoted fields from a compressed object", async () => {
  await using stage = await openStage();
  stage.s3.put("b", "rows.csv.gz", gzipSync('a;b\n"1;2";"x""y"\n3;"two\nlines"\n'));
  const config = { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW", CSVDelimiter: "SEMICOLON" };
  expect(await items(stage, object("rows.csv.gz", config))).toEqual([
    { a: "1;2", b: 'x"y' },
    { a: "3", b: "two\nlines" },
  ]);
});

it("reads the array that ItemsPointer points to", async () => {
  await using stage = await openStage();
  stage.s3.put("b", "deep.json", '{"a/b":{"rows":[1,2,3]}}');
  const config = { InputType: "JSON", ItemsPointer: "/a~1b/rows", MaxItems: 2 };
  expect(await items(stage, object("deep.json", config))).toEqual([1, 2]);
});

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
it("reads what an S3 inventory lists", async () => {
  await using stage = await openStage();
  const manifest = {
    destinationBucket: "arn:aws:s3:::b",
    fileFormat: "CSV",
    fileSchema: "Bucket, Key, Size",
    files: [{ key: "inventory/1.csv.gz" }, { key: "inventory/2.csv.gz" }],
  };
  stage.s3.put("b", "inventory/manifest.json", JSON.stringify(manifest));
  stage.s3.put("b", "inventory/1.csv.gz", gzipSync('"lake","one","1"\n'));
  stage.s3.put("b", "inventory/2.csv.gz", gzipSync('"lake","two","2"\n'));
  expect(await items(stage, object("inventory/manifest.json", { InputType: "MANIFEST" }))).toEqual([
    { Bucket: "lake", Key: "one", Size: "1" },
    { Bucket: "lake", Key: "two", Size: "2" },
  ]);
});

// https://docs.aws.amazon.com/athena/latest/ug/unload.html: the data manifest
it("reads the files of an Athena manifest", async () => {
  await using stage = await openStage();
  stage.s3.put("b", "manifest.csv", "s3://b/data/1.jsonl\ns3://b/data/2.jsonl\n");
  stage.s3.put("b", "data/1.jsonl", "1\n2\n");
  stage.s3.put("b", "data/2.jsonl", "3\n");
  const config = { ManifestType: "ATHENA_DATA", InputType: "JSONL" };
  expect(await items(stage, object("manifest.csv", config))).toEqual([1, 2, 3]);
});

// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html: Transformation
it("loads and flattens every object below a prefix", async () => {
  await using stage = await openStage();
  stage.s3.put("b", "rows/1.csv", "id\n1\n2\n");
  stage.s3.put("b", "rows/2.csv", "id\n3\n");
  const reader = {
    Resource: "arn:aws:states:::s3:listObjectsV2",
    Arguments: { Bucket: "b", Prefix: "rows/" },
    ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW", Transformation: "LOAD_AND_FLATTEN" },
  };
  expect(await items(stage, reader)).toEqual([{ id: "1" }, { id: "2" }, { id: "3" }]);
});

it("offers an ItemSelector each item's index and source", async () => {
  await using stage = await openStage();
  stage.s3.put("b", "a.json", "[7]");
  const ItemSelector = {
    index: "{% $states.context.Map.Item.Index %}",
    source: "{% $states.context.Map.Item.Source %}",
    value: "{% $states.context.Map.Item.Value %}",
  };
  expect(await items(stage, object("a.json", { InputType: "JSON" }), { ItemSelector })).toEqual([
    { index: 0, source: "S3://b/a.json", value: 7 },
  ]);
});

it("maps over the members of an object in JSONata", async () => {
  await using stage = await openStage();
  const { ItemReader: _, ...state } = {
    ...Object(read({}).States).Map,
    Items: { x: 1, y: 2 },
    ItemSelector: "{% [$states.context.Map.Item.Key, $states.context.Map.Item.Value] %}",
  };
  const execution = await stage.run({ QueryLanguage: "JSONata", StartAt: "Map", States: { Map: state } });
  expect(outputOf(execution)).toEqual([
    ["x", 1],
    ["y", 2],
  ]);
});

// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html: States.ItemReaderFailed
it("fails with what S3 refused, in a way that can be caught", async () => {
  await using stage = await openStage();
  stage.s3.put("b", "other", "");
  const definition = read(object("missing.json", { InputType: "JSON" }), {
    Catch: [{ ErrorEquals: ["States.ItemReaderFailed"], Next: "Caught" }],
  });
  Object(definition.States).Caught = { Type: "Pass", Output: "{% $states.input.Cause %}", End: true };
  expect(outputOf(await stage.run(definition))).toMatch(/^The specified key does not exist\./);
});
