import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

/** Modules of `@pulumi/pulumi`, each with what becomes of its source. */
const changed: Record<string, (source: string) => string> = {
  // It notes where each promise was made, for a message about promises that never settle.
  "runtime/debuggable.js": (source) => source.replace("new Error().stack", '""'),
  // The TypeScript compiler reads the source of functions that a program serializes: few do.
  "typescript-shim.js": loadedAtFirstUse,
};

/** Spares a process what takes Pulumi a quarter of an evaluation and serves other uses than this one. */
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

/** Returns a module's source that runs the given one when one of its exports is used. */
function loadedAtFirstUse(source: string): string {
  return `let exported;
    module.exports = new Proxy({}, { get: (_, name) => (exported ??= load())[name] });
    function load() {
      const module = { exports: {} };
      ${source}
      return module.exports;
    }`;
}
