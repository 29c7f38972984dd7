import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

/** Modules of `@pulumi/pulumi`, each with a change of its source. */
const changed: Record<string, (source: string) => string> = {
  // It records where each promise was created, for a message about promises that never settle.
  "runtime/debuggable.js": (source) => source.replace("new Error().stack", '""'),
  // The TypeScript compiler reads the source of functions that a program serializes, which few programs do.
  "typescript-shim.js": loadedAtFirstUse,
};

/** Skips work of Pulumi that takes a quarter of an evaluation and is not needed here. */
export function quickenPulumi(): void {
  registerHooks({
    load: (url, context, load) => {
      const [, name = ""] = url.split("/node_modules/@pulumi/pulumi/");
      const change = changed[name];
      if (!change) {
        return load(url, context);
      }
      const source = change(readFileSync(fileURLToPath(url), "utf8"));
      return { format: "commonjs", source, shortCircuit: true };
    },
  });
}

/** Returns a module's source that runs the given source once one of its exports is used. */
function loadedAtFirstUse(source: string): string {
  return `let exported;
    module.exports = new Proxy({}, { get: (_, name) => (exported ??= load())[name] });
    function load() {
      const module = { exports: {} };
      ${source}
      return module.exports;
    }`;
}
