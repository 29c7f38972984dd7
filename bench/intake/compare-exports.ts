import { DuckDBInstance } from "@duckdb/node-api";

/** A business date's rows: their number, and the sum of a hash of their values. */
type DayOfRows = { date: string; rows: string; hashes: string };

/** The values of a file of `makeCsv`, as both sides have them. */
const values = `device_id, epoch_us(recorded_at::TIMESTAMP), latitude::DECIMAL(10, 7), longitude::DECIMAL(10, 7),
  accuracy_m::DECIMAL(11, 3), speed_mps::DECIMAL(9, 3)`;

/**
 * Compares a CSV of reports with the CSVs of the business dates that were exported of them, by DuckDB alone.
 * Returns the days of both; they differ if a row is missing, double, altered or in another date.
 * @param exportsPattern the CSVs, named `locations_yyyy-MM-dd.csv`
 * @param timeZone of the business dates
 */
export async function compareExports(
  file: string,
  exportsPattern: string,
  timeZone: string,
): Promise<{ sent: DayOfRows[]; exported: DayOfRows[] }> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const days = async (date: string, from: string): Promise<DayOfRows[]> => {
    const reader = await connection.runAndReadAll(`
      SELECT ${date} AS date, count(*)::VARCHAR AS rows, sum(hash(${values}))::VARCHAR AS hashes
      FROM ${from} GROUP BY ALL ORDER BY ALL`);
    return reader.getRowObjects() as DayOfRows[];
  };
  try {
    await connection.run("SET TimeZone = 'UTC'");
    const zoned = `strftime(timezone('${timeZone}', recorded_at::TIMESTAMPTZ), '%Y-%m-%d')`;
    return {
      sent: await days(zoned, `read_csv('${file}', header = true)`),
      exported: await days(
        `regexp_extract(filename, 'locations_(.*)\\.csv$', 1)`,
        `read_csv('${exportsPattern}', header = true, filename = true)`,
      ),
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
