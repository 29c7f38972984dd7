import type { DeclaredApp } from "./declared-app.ts";

/**
 * Returns the text of `links.d.ts`: the types of `Resource.<name>` for everything that functions link in the
 * evaluated program. `sst dev` and `sst deploy` write the same types into an `sst-env.d.ts` beside every
 * `package.json`, which git ignores, but a clone must compile before either has run.
 */
export function linkTypes(app: DeclaredApp): string {
  const links = new Map(app.builds.flatMap((build) => Object.entries(build.links)));
  const members = [...links]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, properties]) => `    "${name}": {\n${propertyTypes(properties)}\n    };`);
  return [
    "/* What linked functions read with `import { Resource } from \"sst\"`, from the program's links. SST's own sst-env.d.ts, which git ignores, says the same. */",
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
