/** A table of the Glue Data Catalog, with what `aws.glue.CatalogTable` declares of it. */
export type GlueTable = {
  name: string;
  /** `s3://bucket/prefix/` */
  location: string;
  columns: GlueColumn[];
  partitionKeys: GlueColumn[];
  serde: { library: string; parameters: Record<string, string> };
  inputFormat: string;
  outputFormat: string;
  /** Table properties: `skip.header.line.count`, `compressionType`, `numRows`. */
  parameters: Record<string, string>;
};

/** Types as Glue writes them: `string`, `varchar(36)`, `decimal(10,7)`. */
export type GlueColumn = { name: string; type: string };

export const lazySimpleSerde = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";
export const openCsvSerde = "org.apache.hadoop.hive.serde2.OpenCSVSerde";
export const parquetSerde = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";

export const textInputFormat = "org.apache.hadoop.mapred.TextInputFormat";
export const textOutputFormat = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat";
export const parquetInputFormat = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat";
export const parquetOutputFormat = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat";
