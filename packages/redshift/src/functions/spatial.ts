import { castTo, functionCall, nullConstant, textOf, type AstNode } from "../ast/query-ast.ts";
import { typeOf } from "../ast/node-type.ts";
import { notSupported, SqlError } from "../errors.ts";
import { spatialMacros } from "./spatial-macros.ts";
import {
  always,
  boolean,
  double,
  exactly,
  text,
  wrongCount,
  type Call,
  type SqlFunctions,
} from "./sql-function.ts";

const geometry = always({ kind: "geometry" });
const ofGeometry = { takes: "geometry" } as const;

/**
 * Points and polygons without a reference system (SRID 0).
 * https://docs.aws.amazon.com/redshift/latest/dg/geospatial-functions.html
 */
export const spatialFunctions: SqlFunctions = {
  st_astext: {
    page: "ST_AsText-function.html",
    type: text,
    rule: ({ args }) => functionCall("redshift_wkt", geometries(args, 1, "st_astext")),
    macros: spatialMacros,
    ...ofGeometry,
  },
  st_contains: {
    page: "ST_Contains-function.html",
    type: boolean,
    rule: ({ args }) => functionCall("redshift_contains", geometries(args, 2, "st_contains")),
    ...ofGeometry,
  },
  st_distancesphere: {
    page: "ST_DistanceSphere-function.html",
    type: double,
    rule: ({ args }) => distance(args),
    ...ofGeometry,
  },
  st_geomfromtext: {
    page: "ST_GeomFromText-function.html",
    type: geometry,
    rule: ({ args }) => {
      if (args.length > 1) {
        throw notSupported("ST_GEOMFROMTEXT with an SRID");
      }
      return functionCall("redshift_geometry", exactly(args, 1, "st_geomfromtext"));
    },
  },
  st_makepoint: { page: "ST_MakePoint-function.html", type: geometry, rule: point },
  st_point: { page: "ST_Point-function.html", type: geometry, rule: point },
  st_within: {
    page: "ST_Within-function.html",
    type: boolean,
    rule: ({ args }) => {
      const [inner, outer] = geometries(args, 2, "st_within");
      return functionCall("redshift_contains", [outer ?? nullConstant(), inner ?? nullConstant()]);
    },
    ...ofGeometry,
  },
  st_x: {
    page: "ST_X-function.html",
    type: double,
    rule: ({ args }) => functionCall("redshift_x", geometries(args, 1, "st_x")),
    ...ofGeometry,
  },
  st_y: {
    page: "ST_Y-function.html",
    type: double,
    rule: ({ args }) => functionCall("redshift_y", geometries(args, 1, "st_y")),
    ...ofGeometry,
  },
};

function point({ node, args }: Call): AstNode {
  if (args.length !== 2) {
    throw notSupported(`${textOf(node, "function_name").toUpperCase()} of ${args.length} coordinates`);
  }
  return functionCall(
    "redshift_point",
    args.map((coordinate) => castTo(coordinate, "DOUBLE")),
  );
}

/** Without a radius, it is that of the Earth, in metres. */
function distance(args: AstNode[]): AstNode {
  if (args.length < 2 || args.length > 3) {
    throw wrongCount("st_distancesphere", "2 or 3", args);
  }
  const points = geometries(args.slice(0, 2), 2, "st_distancesphere");
  const [radius] = args.slice(2);
  const name = radius ? "redshift_distance_on" : "redshift_distance";
  return functionCall(name, radius ? [...points, castTo(radius, "DOUBLE")] : points);
}

/** A text is a GEOMETRY to DuckDB, and to Redshift only in another form. */
function geometries(args: AstNode[], count: 1 | 2, name: string): AstNode[] {
  for (const arg of exactly(args, count, name)) {
    const type = typeOf(arg);
    if (type?.kind !== "geometry") {
      throw new SqlError("undefined_object", `function ${name}(${type?.kind ?? "unknown"}) does not exist`);
    }
  }
  return args;
}
