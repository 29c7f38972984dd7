import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Plugin } from "esbuild";
import { LocalError } from "../local-error.ts";
import type { BundleCache } from "./bundle-cache.ts";
import type { Platform } from "./platform.ts";

export type ProgramBundleRequest = {
  root: string;
  platform: Platform;
  bundles: BundleCache;
  /** SST's `$app`: the result of `app()`, with the stage. */
  app: Record<string, unknown>;
};

/** Packages that SST leaves to its platform's `node_modules`. */
const external = [
  "@pulumi/*",
  "undici",
  "@pulumiverse/*",
  "@sst-provider/*",
  "@aws-sdk/*",
  "esbuild",
  "glob",
  "vite",
];

/**
 * Bundles `sst.config.ts` as SST bundles it: its shim defines `$config`, `$interpolate` and the like, `$app`,
 * `$cli` and `$dev` are set, and `sst` and the providers are imported before every file of the project, where
 * they look like globals. The bundle exports `run(mocks)`, which runs the program to its end and returns its
 * outputs; it reads `$cli` from the globals. Returns the bundle's path.
 *
 * Throws LocalError PROGRAM_FAILED with esbuild's messages.
 */
export async function bundleProgram({ root, platform, bundles, app }: ProgramBundleRequest): Promise<string> {
  const entry = `
    import * as pulumi from "@pulumi/pulumi";
    import { run as runProgram } from "${platform.path}/src/auto/run.ts";
    import program from "${root}/sst.config.ts";
    export async function run(mocks) {
      await pulumi.runtime.setMocks(mocks, $app.name, $app.stage, false);
      return pulumi.runtime.runInPulumiStack(() => runProgram(program.run));
    }`;
  const globals = [
    ...platform.providers.map(({ alias, package: name }) => `import * as ${alias} from "${name}";`),
    `import * as sst from "${platform.path}/src/components";`,
  ].join("\n");
  try {
    return await bundles.bundle({
      root,
      pluginsKey: [globals, await readFile(import.meta.filename, "utf8")],
      options: {
        stdin: { contents: entry, resolveDir: root, loader: "ts" },
        nodePaths: [path.join(platform.path, "node_modules")],
        inject: [path.join(platform.path, "src/shim/run.js")],
        define: { $app: JSON.stringify(app), $cli: "globalThis.$cli", $dev: "false" },
        banner: { js: commonJsGlobals },
        external,
        plugins: [withoutUpload(platform), projectGlobals(globals)],
      },
    });
  } catch (error) {
    throw new LocalError("PROGRAM_FAILED", `sst.config.ts cannot be bundled: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** CommonJS packages in an ES module still need these. */
const commonJsGlobals = [
  `import { createRequire } from "node:module";`,
  `import { fileURLToPath } from "node:url";`,
  `const require = createRequire(import.meta.url);`,
  `const __filename = fileURLToPath(import.meta.url);`,
  `const __dirname = fileURLToPath(new URL(".", import.meta.url));`,
].join("\n");

/** Removes from SST's components the preparation of uploads to AWS, which takes most of their time. */
function withoutUpload(platform: Platform): Plugin {
  const minify = path.join(platform.path, "src/util/minify.ts");
  const archiver = path.join(import.meta.dirname, "archive-listing.ts");
  return {
    name: "without-upload",
    setup: (pluginBuild) => {
      pluginBuild.onResolve({ filter: /^archiver$/ }, () => ({ path: archiver }));
      pluginBuild.onLoad({ filter: /archive-listing\.ts$/ }, async ({ path: file }) =>
        file === archiver ? { contents: await archiveListing(file), loader: "ts" } : undefined,
      );
      pluginBuild.onLoad({ filter: /minify\.ts$/ }, ({ path: file }) =>
        file === minify ? { contents: "export const minify = String.raw;", loader: "ts" } : undefined,
      );
    },
  };
}

async function archiveListing(file: string): Promise<string> {
  return `${await readFile(file, "utf8")} export default archiver;`;
}

function projectGlobals(globals: string): Plugin {
  return {
    name: "project-globals",
    setup: (pluginBuild) => {
      pluginBuild.onLoad({ filter: /\.[jt]sx?$/ }, async ({ path: file }) => {
        if (
          file.includes(`${path.sep}.sst${path.sep}`) ||
          file.includes(`${path.sep}node_modules${path.sep}`)
        ) {
          return undefined;
        }
        return { contents: `${globals}\n${await readFile(file, "utf8")}`, loader: "ts" };
      });
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
