import { isJsonObject, type JsonValue } from "../../json.ts";
import { readerFailure } from "../reader-failure.ts";
import { csvItems } from "./csv.ts";
import { parseItem } from "./json.ts";
import { objectText, type ObjectLocation, type Reading } from "./object-text.ts";

/**
 * Returns the objects that an S3 inventory lists: the rows of the CSV files that its manifest.json names, by
 * the manifest's schema.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 */
export async function* inventoryItems(reading: Reading, manifest: ObjectLocation): AsyncGenerator<JsonValue> {
  const document = parseItem(await wholeText(reading, manifest));
  const { destinationBucket, fileFormat, fileSchema, files } = isJsonObject(document) ? document : {};
  if (fileFormat !== "CSV") {
    throw readerFailure(
      `The S3 inventory's format ${JSON.stringify(fileFormat ?? null)} is not supported: CSV is.`,
    );
  }
  if (typeof fileSchema !== "string" || typeof destinationBucket !== "string" || !Array.isArray(files)) {
    throw readerFailure("The S3 inventory's manifest lacks destinationBucket, fileSchema or files.");
  }
  const bucket = destinationBucket.replace(/^arn:aws[\w-]*:s3:::/, "");
  const headers = fileSchema.split(",").map((name) => name.trim());
  for (const file of files) {
    const key = isJsonObject(file) ? file.key : undefined;
    if (typeof key !== "string") {
      throw readerFailure("A file of the S3 inventory's manifest has no key.");
    }
    yield* csvItems(objectText(reading, { bucket, key }), {
      CSVHeaderLocation: "GIVEN",
      CSVHeaders: headers,
    });
  }
}

/** Returns the locations that the manifest of an Athena UNLOAD lists, one `s3://bucket/key` a line. */
export async function* athenaFiles(
  reading: Reading,
  manifest: ObjectLocation,
): AsyncGenerator<ObjectLocation[]> {
  const text = await wholeText(reading, manifest);
  for (const line of text.split(/\r?\n/)) {
    const uri = line.trim().replaceAll('"', "");
    if (uri === "") {
      continue;
    }
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
    if (bucket === undefined || key === undefined) {
      throw readerFailure(`The manifest's line '${uri}' is not an s3:// location.`);
    }
    yield [{ bucket, key }];
  }
}

async function wholeText(reading: Reading, location: ObjectLocation): Promise<string> {
  let text = "";
  for await (const chunk of objectText(reading, location)) {
    text += chunk;
  }
  return text;
}
