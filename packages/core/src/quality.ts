import type { QualityName } from "./columns.ts";

/** What a fix must keep to pass as one: the thresholds of `qualitySql`. */
export type QualityLimits = {
  /** A vehicle is not faster, by the speed that it reports or by the way from its previous fix. */
  maxSpeedMetresPerSecond: number;
  /** A shorter way from the previous fix is noise of the receiver, however little time it took. */
  minJumpMetres: number;
};

/** The mean radius of WGS 84, (2a + b) / 3, in metres. */
const earthRadiusMetres = 6_371_008.8;

/** Receivers without a fix report 0,0: it is no neighbour of a fix. */
const isZero = "latitude = 0 AND longitude = 0";
/** A device that another client names alike is another device. */
const neighbours = `PARTITION BY source, device_id, CASE WHEN ${isZero} THEN 1 ELSE 0 END ORDER BY recorded_at, report_id`;

/** The columns of a device's previous fix, by the names that `qualitySql` reads. */
const previous = {
  previous_at: "recorded_at",
  previous_latitude: "latitude",
  previous_longitude: "longitude",
  previous_accuracy_m: "accuracy_m",
};

/** Returns the SQL for the columns of a row's previous fix of the same device, in a SELECT of the rows. */
export function previousFixSql(): string {
  return Object.entries(previous)
    .map(([name, column]) => `LAG(${column}, 1) OVER (${neighbours}) AS ${name}`)
    .join(", ");
}

/**
 * Returns the SQL for the quality of the row `r`, which has the columns of `previousFixSql`: the first name
 * that applies. A way counts without the accuracies of its two ends, and is the great circle's:
 * https://en.wikipedia.org/wiki/Haversine_formula. It is computed at the export, not kept with a row: so a
 * report stays equal to itself when the limits change, and rows of every earlier version have a quality.
 */
export function qualitySql({ maxSpeedMetresPerSecond, minJumpMetres }: QualityLimits): string {
  const seconds = "DATEDIFF(microsecond, r.previous_at, r.recorded_at) / 1000000.0";
  const names: [QualityName, string][] = [
    ["zero", "r.latitude = 0 AND r.longitude = 0"],
    ["speed", `r.speed_mps > ${maxSpeedMetresPerSecond}`],
    ["jump", `${wayMetresSql()} > GREATEST(${minJumpMetres}, ${maxSpeedMetresPerSecond} * ${seconds})`],
  ];
  const cases = names.map(([name, condition]) => `WHEN ${condition} THEN '${name}'`).join(" ");
  return `CASE ${cases} ELSE 'ok' END`;
}

/** NULL, which is not greater than anything, for the first fix of a device. */
function wayMetresSql(): string {
  const halfSine = (from: string, to: string): string =>
    `POWER(SIN(RADIANS(CAST(${to} - ${from} AS DOUBLE PRECISION)) / 2), 2)`;
  const cosine = (latitude: string): string => `COS(RADIANS(CAST(${latitude} AS DOUBLE PRECISION)))`;
  const square =
    `${halfSine("r.previous_latitude", "r.latitude")} + ${cosine("r.previous_latitude")} * ` +
    `${cosine("r.latitude")} * ${halfSine("r.previous_longitude", "r.longitude")}`;
  // Rounding may take the square above 1 at the other side of the Earth.
  const way = `${2 * earthRadiusMetres} * ASIN(SQRT(CASE WHEN ${square} > 1 THEN 1 ELSE ${square} END))`;
  return `${way} - NVL(r.accuracy_m, 0) - NVL(r.previous_accuracy_m, 0)`;
}
