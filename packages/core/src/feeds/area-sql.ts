import { type Area, type Position, ringsOf } from "../clients/feed-area.ts";

/**
 * Returns the condition that a row `r` lies in an area. A box contains its edges. A polygon contains the
 * points from which a ray to the east crosses its rings an odd number of times, so that rings within others
 * are holes, and of two polygons that share an edge exactly one contains a point on it. Comparisons and sums
 * alone, which Redshift can push down to Spectrum, where it has no ST_Contains.
 */
export function areaSql(area: Area): string {
  if (area.type === "Box") {
    return boxSql(area.bbox);
  }
  const rings = ringsOf(area);
  const crossings = rings.flatMap((ring) =>
    ring.slice(1).flatMap((end, index) => edgeSql(ring[index] ?? end, end)),
  );
  // No edge but level ones: nothing lies within.
  const odd = crossings.length === 0 ? "1 = 0" : `MOD(${crossings.join(" + ")}, 2) = 1`;
  // Spares most rows the sum, and lets a reader of Parquet skip what lies elsewhere.
  return `${boxSql(boundsOf(rings.flat()))} AND ${odd}`;
}

function boxSql([west = 0, south = 0, east = 0, north = 0]: readonly number[]): string {
  const latitudes = `r.latitude >= ${numberSql(south)} AND r.latitude <= ${numberSql(north)}`;
  const [from, to] = [`r.longitude >= ${numberSql(west)}`, `r.longitude <= ${numberSql(east)}`];
  return `${latitudes} AND (${from} ${west > east ? "OR" : "AND"} ${to})`;
}

/** Counts 1 where a ray to the east crosses an edge; an edge holds its southern end and not its northern. */
function edgeSql(start: Position, end: Position): string[] {
  const [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0]] = [start, end].toSorted(([, a = 0], [, b = 0]) => a - b) as [
    Position,
    Position,
  ];
  if (y1 === y2) {
    return [];
  }
  const longitude = `${numberSql(x1)} + (r.latitude - ${numberSql(y1)}) * ${numberSql((x2 - x1) / (y2 - y1))}`;
  return [
    `CASE WHEN r.latitude >= ${numberSql(y1)} AND r.latitude < ${numberSql(y2)} AND r.longitude < ${longitude} THEN 1 ELSE 0 END`,
  ];
}

/** As a double, whatever its digits are: a decimal of many digits would overflow in a product. */
function numberSql(value: number): string {
  return `CAST('${value}' AS DOUBLE PRECISION)`;
}

function boundsOf(points: readonly Position[]): number[] {
  const longitudes = points.map(([longitude = 0]) => longitude);
  const latitudes = points.map(([, latitude = 0]) => latitude);
  return [Math.min(...longitudes), Math.min(...latitudes), Math.max(...longitudes), Math.max(...latitudes)];
}
