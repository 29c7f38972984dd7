import { columns, partitionColumn } from "@ashiato/core/columns";
import { dayColumns } from "@ashiato/core/days-table";
import { exportPrefix } from "@ashiato/core/export-keys";
import { storePrefix } from "@ashiato/core/store-keys";
import { functionSettings, warehouseSettings } from "./settings.ts";
import { downloads, lake } from "./storage.ts";

/** Glue allows lower-case letters, digits and underscores. */
const catalogName = `${$app.name}_${$app.stage}`.toLowerCase().replaceAll(/[^a-z0-9_]/g, "_");

export const catalog = new aws.glue.CatalogDatabase("Catalog", { name: catalogName });

/** The external table over `store/`: text without a header or quotes; an empty field is NULL. */
const locations = new aws.glue.CatalogTable("Locations", {
  databaseName: catalog.name,
  name: warehouseSettings.table,
  tableType: "EXTERNAL_TABLE",
  parameters: {
    EXTERNAL: "TRUE",
    classification: "csv",
    compressionType: "gzip",
    // As in TABLE PROPERTIES of CREATE EXTERNAL TABLE; Hive's serde reads it from its own parameters.
    // https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE.html
    "serialization.null.format": "",
  },
  partitionKeys: [partitionColumn],
  storageDescriptor: {
    location: $interpolate`s3://${lake.name}/${storePrefix}`,
    inputFormat: "org.apache.hadoop.mapred.TextInputFormat",
    outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
    compressed: true,
    serDeInfo: {
      serializationLibrary: "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
      parameters: { "field.delim": ",", "serialization.format": ",", "serialization.null.format": "" },
    },
    columns: columns.map(({ name, type, comment }) => ({ name, type, comment })),
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
export const tables = [locations, ...days];
