import type { DeclaredApp } from "./declared-app.ts";

/**
 * Returns the text of `sst-env.d.ts`: the types of `Resource.<name>` for all that functions link. SST writes
 * the same at `sst dev` and `sst deploy`; here it follows from the evaluated program, so that types and links
 * cannot part.
 */
export function linkTypes(app: DeclaredApp): string {
  const links = new Map(app.builds.flatMap((build) => Object.entries(build.links)));
  const members = [...links]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, properties]) => `    "${name}": {\n${propertyTypes(properties)}\n    };`);
  return [
    '/* What linked functions read with `import { Resource } from "sst"`; SST writes this file from the program\'s links. */',
    "/* oxlint-disable */",
    'import "sst";',
    'declare module "sst" {',
    "  export interface Resource {",
    ...members,
    "  }",
    "}",
    "export {};",
    "",
  ].join("\n");
}

function propertyTypes(properties: Record<string, unknown>): string {
  return Object.entries(properties)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `      "${name}": ${name === "type" ? JSON.stringify(value) : typeof value};`)
    .join("\n");
}
