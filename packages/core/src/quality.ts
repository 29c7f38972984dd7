import type { QualityName } from "./columns.ts";

/** The thresholds of `qualitySql`, beyond which a fix is implausible. */
export type QualityLimits = {
  /** No vehicle is faster, by its reported speed or by the distance from its previous fix. */
  maxSpeedMetresPerSecond: number;
  /** A shorter distance from the previous fix is receiver noise, however little time it took. */
  minJumpMetres: number;
};

/** The mean radius of WGS 84, (2a + b) / 3, in metres. */
const earthRadiusMetres = 6_371_008.8;

/** Receivers without a fix report 0,0, so it does not count as the previous fix. */
const isZero = "latitude = 0 AND longitude = 0";
/** A device that another client names alike is another device. */
const neighbours = ["source", "device_id", `CASE WHEN ${isZero} THEN 1 ELSE 0 END`];

/** The columns of a device's previous fix, by the names that `qualitySql` reads. */
const previous = {
  previous_at: "recorded_at",
  previous_latitude: "latitude",
  previous_longitude: "longitude",
  previous_accuracy_m: "accuracy_m",
};

/**
 * Returns the SQL for the columns of a row's previous fix of the same device, in a SELECT of the rows.
 * @param apart expressions of which a row and its previous fix have the same values
 */
export function previousFixSql(apart: readonly string[] = []): string {
  const window = `PARTITION BY ${[...neighbours, ...apart].join(", ")} ORDER BY recorded_at, report_id`;
  return Object.entries(previous)
    .map(([name, column]) => `LAG(${column}, 1) OVER (${window}) AS ${name}`)
    .join(", ");
}

/**
 * Returns the SQL for the quality of the row `r`, which has the columns of `previousFixSql`: the first name
 * that applies. A distance is that of the great circle (https://en.wikipedia.org/wiki/Haversine_formula),
 * less the accuracies of its two ends. The quality is computed at the export and not kept with a row, so that
 * a report stays equal to itself when the limits change, and rows of every earlier version have a quality.
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
  // For the far side of the Earth, rounding may take the square above 1.
  const way = `${2 * earthRadiusMetres} * ASIN(SQRT(CASE WHEN ${square} > 1 THEN 1 ELSE ${square} END))`;
  return `${way} - NVL(r.accuracy_m, 0) - NVL(r.previous_accuracy_m, 0)`;
}

/** A fix as the CSV writes it; a missing value is empty. */
export type Fix = Record<"latitude" | "longitude" | "accuracy_m" | "speed_mps" | "recorded_at", string>;

/**
 * Returns the quality of a fix whose device's previous one is known: what `qualitySql` says of the same row.
 */
export function fixQuality(fix: Fix, previous: Fix | undefined, limits: QualityLimits): QualityName {
  const { maxSpeedMetresPerSecond, minJumpMetres } = limits;
  if (Number(fix.latitude) === 0 && Number(fix.longitude) === 0) {
    return "zero";
  }
  if (fix.speed_mps !== "" && Number(fix.speed_mps) > maxSpeedMetresPerSecond) {
    return "speed";
  }
  if (previous === undefined) {
    return "ok";
  }
  const seconds = (microseconds(fix.recorded_at) - microseconds(previous.recorded_at)) / 1_000_000;
  return wayMetres(previous, fix) > Math.max(minJumpMetres, maxSpeedMetresPerSecond * seconds)
    ? "jump"
    : "ok";
}

/** Exact until the year 2255. */
function microseconds(time: string): number {
  const milliseconds = Date.parse(`${time.slice(0, "yyyy-MM-ddTHH:mm:ss.SSS".length)}Z`);
  return milliseconds * 1_000 + Number(time.slice("yyyy-MM-ddTHH:mm:ss.SSS".length, -1));
}

function wayMetres(from: Fix, to: Fix): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const halfSine = (name: "latitude" | "longitude"): number =>
    Math.sin(radians(Number(to[name]) - Number(from[name])) / 2) ** 2;
  const square =
    halfSine("latitude") +
    Math.cos(radians(Number(from.latitude))) * Math.cos(radians(Number(to.latitude))) * halfSine("longitude");
  const way = 2 * earthRadiusMetres * Math.asin(Math.sqrt(Math.min(1, square)));
  return way - Number(to.accuracy_m) - Number(from.accuracy_m);
}
