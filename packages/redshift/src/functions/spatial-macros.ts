/** A point that is nearer to an edge, as a part of the coordinates' size, lies on it. */
const tolerance = "1e-12";

/**
 * The mean radius of the ellipsoid of WGS 84, (2a + b) / 3, in metres. AWS names the ellipsoid, and not the
 * radius.
 */
const earthRadiusMetres = "6371008.7714";

/**
 * DuckDB's core reads and writes geometries; what is within what is computed here, from the coordinates
 * of the text form. An edge is `{x1, y1, x2, y2}`. Holes are rings like the outer one: a point within an odd
 * number of rings is inside.
 */
export const spatialMacros: readonly string[] = [
  `CREATE MACRO redshift_geometry(wkt) AS CAST(wkt AS GEOMETRY)`,
  `CREATE MACRO redshift_point(x, y) AS CAST('POINT(' || x || ' ' || y || ')' AS GEOMETRY)`,
  `CREATE MACRO redshift_wkt(g) AS regexp_replace(replace(st_astext(g), ', ', ','), '^([A-Z]+) \\(', '\\1(')`,
  `CREATE MACRO redshift_coordinate(g, place) AS
     CASE WHEN g IS NULL OR st_astext(g) = 'POINT EMPTY' THEN NULL
       WHEN NOT starts_with(st_astext(g), 'POINT') THEN error('redshift: the geometry must be a point')
       ELSE TRY_CAST(regexp_extract(st_astext(g), '^POINT \\(([^ ]+) ([^ )]+)\\)$', place) AS DOUBLE) END`,
  `CREATE MACRO redshift_x(g) AS redshift_coordinate(g, 1)`,
  `CREATE MACRO redshift_y(g) AS redshift_coordinate(g, 2)`,
  // The haversine formula.
  `CREATE MACRO redshift_arc(lon1, lat1, lon2, lat2) AS 2 * asin(least(1.0, sqrt(
     pow(sin(radians(lat2 - lat1) / 2), 2) + cos(radians(lat1)) * cos(radians(lat2)) * pow(sin(radians(lon2 - lon1) / 2), 2))))`,
  `CREATE MACRO redshift_distance_on(a, b, radius) AS
     CASE WHEN radius < 0 THEN error('redshift: the radius must not be negative')
       ELSE radius * redshift_arc(redshift_x(a), redshift_y(a), redshift_x(b), redshift_y(b)) END`,
  `CREATE MACRO redshift_distance(a, b) AS redshift_distance_on(a, b, ${earthRadiusMetres})`,
  `CREATE MACRO redshift_rings(g) AS list_transform(
     string_split(regexp_extract(st_astext(g), '^POLYGON \\(\\((.*)\\)\\)$', 1), '), ('),
     lambda ring: list_transform(string_split(ring, ', '), lambda corner:
       {'x': TRY_CAST(split_part(corner, ' ', 1) AS DOUBLE), 'y': TRY_CAST(split_part(corner, ' ', 2) AS DOUBLE)}))`,
  `CREATE MACRO redshift_ring_edges(ring) AS list_transform(range(1, len(ring)), lambda place:
     {'x1': ring[place].x, 'y1': ring[place].y, 'x2': ring[place + 1].x, 'y2': ring[place + 1].y})`,
  `CREATE MACRO redshift_edges(g) AS flatten(list_transform(redshift_rings(g), lambda ring: redshift_ring_edges(ring)))`,
  `CREATE MACRO redshift_is_on(e, x, y) AS
     abs((e.x2 - e.x1) * (y - e.y1) - (e.y2 - e.y1) * (x - e.x1))
         <= ${tolerance} * (1 + abs(e.x1) + abs(e.x2) + abs(e.y1) + abs(e.y2)) * (abs(e.x2 - e.x1) + abs(e.y2 - e.y1))
       AND x BETWEEN least(e.x1, e.x2) - ${tolerance} AND greatest(e.x1, e.x2) + ${tolerance}
       AND y BETWEEN least(e.y1, e.y2) - ${tolerance} AND greatest(e.y1, e.y2) + ${tolerance}`,
  // 0 on an edge, 1 inside, -1 outside.
  `CREATE MACRO redshift_position(edges, x, y) AS
     CASE WHEN len(list_filter(edges, lambda e: redshift_is_on(e, x, y))) > 0 THEN 0
       WHEN len(list_filter(edges, lambda e: (e.y1 > y) <> (e.y2 > y) AND x < (e.x2 - e.x1) * (y - e.y1) / (e.y2 - e.y1) + e.x1)) % 2 = 1 THEN 1
       ELSE -1 END`,
  // Where other edges cut an edge, as parts of its length.
  `CREATE MACRO redshift_cuts(b, edges) AS list_sort(list_distinct(list_concat([0.0::DOUBLE, 1.0::DOUBLE], list_filter(flatten(list_transform(edges, lambda a: [
       CASE WHEN (b.x2 - b.x1) * (a.y2 - a.y1) - (b.y2 - b.y1) * (a.x2 - a.x1) <> 0
         THEN ((a.x1 - b.x1) * (a.y2 - a.y1) - (a.y1 - b.y1) * (a.x2 - a.x1)) / ((b.x2 - b.x1) * (a.y2 - a.y1) - (b.y2 - b.y1) * (a.x2 - a.x1)) END,
       CASE WHEN redshift_is_on(b, a.x1, a.y1) AND (b.x2 - b.x1) <> 0 THEN (a.x1 - b.x1) / (b.x2 - b.x1)
         WHEN redshift_is_on(b, a.x1, a.y1) AND (b.y2 - b.y1) <> 0 THEN (a.y1 - b.y1) / (b.y2 - b.y1) END])),
     lambda part: part > 0 AND part < 1))))`,
  // Every piece of the inner outline, cut where it meets the outer one, lies inside or on it.
  `CREATE MACRO redshift_covers(edges, outline) AS len(list_filter(outline, lambda b:
     len(list_filter(range(1, len(redshift_cuts(b, edges))), lambda place: redshift_position(edges,
       b.x1 + (b.x2 - b.x1) * (redshift_cuts(b, edges)[place] + redshift_cuts(b, edges)[place + 1]) / 2,
       b.y1 + (b.y2 - b.y1) * (redshift_cuts(b, edges)[place] + redshift_cuts(b, edges)[place + 1]) / 2) < 0)) > 0)) = 0`,
  `CREATE MACRO redshift_contains(a, b) AS
     CASE WHEN a IS NULL OR b IS NULL THEN NULL
       WHEN ends_with(st_astext(a), 'EMPTY') OR ends_with(st_astext(b), 'EMPTY') THEN false
       WHEN starts_with(st_astext(a), 'POLYGON (') AND starts_with(st_astext(b), 'POINT (')
         THEN redshift_position(redshift_edges(a), redshift_x(b), redshift_y(b)) = 1
       WHEN starts_with(st_astext(a), 'POINT (') AND starts_with(st_astext(b), 'POINT (') THEN st_astext(a) = st_astext(b)
       WHEN starts_with(st_astext(a), 'POINT (') AND starts_with(st_astext(b), 'POLYGON (') THEN false
       WHEN starts_with(st_astext(a), 'POLYGON (') AND starts_with(st_astext(b), 'POLYGON (') AND len(redshift_rings(a)) = 1
         THEN redshift_covers(redshift_edges(a), redshift_ring_edges(redshift_rings(b)[1]))
       ELSE error('redshift: ST_Contains of other geometries than points and polygons, or of a polygon within one with holes, is not supported by this warehouse') END`,
];
