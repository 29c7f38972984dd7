import { columns, partitionColumn } from "@ashiato/core/columns";
import { dayColumns } from "@ashiato/core/days-table";
import { exportPrefix } from "@ashiato/core/export-keys";
import { storePrefix } from "@ashiato/core/store-keys";
import { workPrefix } from "@ashiato/core/work-keys";
import { functionSettings, warehouseSettings } from "./settings.ts";
import { downloads, lake } from "./storage.ts";

/** Glue allows lower-case letters, digits and underscores. */
const catalogName = `${$app.name}_${$app.stage}`.toLowerCase().replaceAll(/[^a-z0-9_]/g, "_");

export const catalog = new aws.glue.CatalogDatabase("Catalog", { name: catalogName });

const rowColumns = columns.map(({ name, type, comment }) => ({ name, type, comment }));

/** Text without a header or quotes; an empty field is NULL. */
const textTable = {
  databaseName: catalog.name,
  tableType: "EXTERNAL_TABLE",
  parameters: {
    EXTERNAL: "TRUE",
    classification: "csv",
    compressionType: "gzip",
    // As in TABLE PROPERTIES of CREATE EXTERNAL TABLE; Hive's serde reads it from its own parameters.
    // https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE.html
    "serialization.null.format": "",
  },
};

const textStorage = {
  inputFormat: "org.apache.hadoop.mapred.TextInputFormat",
  outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
  compressed: true,
  serDeInfo: {
    serializationLibrary: "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
    parameters: { "field.delim": ",", "serialization.format": ",", "serialization.null.format": "" },
  },
};

/** The external table over `store/`. */
const locations = new aws.glue.CatalogTable("Locations", {
  ...textTable,
  name: warehouseSettings.table,
  partitionKeys: [partitionColumn],
  storageDescriptor: {
    ...textStorage,
    location: $interpolate`s3://${lake.name}/${storePrefix}`,
    columns: rowColumns,
  },
});

/** The external table over the inbox, whose rows are those of the table above. Not partitioned. */
const inbox = new aws.glue.CatalogTable("InboxRows", {
  ...textTable,
  name: warehouseSettings.inboxTable,
  storageDescriptor: {
    ...textStorage,
    location: $interpolate`s3://${lake.name}/${workPrefix}`,
    columns: rowColumns,
  },
});

/**
 * The table of days: what is published, one row for each report, as Parquet. `publish` registers each date's
 * partition, which reads the folder of the date's current export. Not declared without the setting, so that
 * nobody queries days that no run keeps up.
 */
const days = functionSettings.parquet
  ? [
      new aws.glue.CatalogTable("Days", {
        databaseName: catalog.name,
        name: warehouseSettings.daysTable,
        tableType: "EXTERNAL_TABLE",
        parameters: { EXTERNAL: "TRUE", classification: "parquet" },
        partitionKeys: [partitionColumn],
        storageDescriptor: {
          location: $interpolate`s3://${downloads.name}/${exportPrefix}`,
          inputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
          outputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
          serDeInfo: {
            serializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
            parameters: { "serialization.format": "1" },
          },
          columns: dayColumns(functionSettings.localTime),
        },
      }),
    ]
  : [];

/** What the external schema is made of. */
export const tables = [locations, inbox, ...days];
