import { readFile } from "node:fs/promises";
import path from "node:path";
import { build, type Plugin } from "esbuild";
import { LocalError } from "../local-error.ts";
import type { Platform } from "./platform.ts";

export type BundleRequest = {
  root: string;
  platform: Platform;
  /** Folder for SST's artifacts; in `sst deploy` it is `.sst`. */
  work: string;
  /** SST's `$app`: what `app()` returned, with the stage. */
  app: Record<string, unknown>;
  outfile: string;
};

/** Packages that SST leaves to its platform's `node_modules`. */
const external = [
  "@pulumi/*",
  "undici",
  "@pulumiverse/*",
  "@sst-provider/*",
  "@aws-sdk/*",
  "esbuild",
  "archiver",
  "glob",
  "vite",
];

/**
 * Bundles `sst.config.ts` as SST bundles it: its shim defines `$config`, `$interpolate` and their like,
 * `$app`, `$cli` and `$dev` are set, and `sst` and the providers are imported ahead of every file of the
 * project, where they look like globals. The bundle exports `run(mocks)`, which runs the program to its end
 * and returns its outputs.
 *
 * Throws LocalError PROGRAM_FAILED with esbuild's messages.
 */
export async function bundleProgram(request: BundleRequest): Promise<void> {
  const { root, platform, app } = request;
  const entry = `
    import * as pulumi from "@pulumi/pulumi";
    import { run as runProgram } from "${platform.path}/src/auto/run.ts";
    import program from "${root}/sst.config.ts";
    export async function run(mocks) {
      await pulumi.runtime.setMocks(mocks, $app.name, $app.stage, false);
      return pulumi.runtime.runInPulumiStack(() => runProgram(program.run));
    }`;
  const paths = { home: path.join(request.work, "home"), root, work: request.work, platform: platform.path };
  try {
    await build({
      stdin: { contents: entry, resolveDir: root, loader: "ts" },
      outfile: request.outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      mainFields: ["module", "main"],
      nodePaths: [path.join(platform.path, "node_modules")],
      inject: [path.join(platform.path, "src/shim/run.js")],
      define: {
        $app: JSON.stringify(app),
        $cli: JSON.stringify({ command: "deploy", dev: false, paths, state: { version: {} } }),
        $dev: "false",
      },
      banner: { js: commonJsGlobals },
      external,
      plugins: [projectGlobals(platform)],
      logLevel: "silent",
    });
  } catch (error) {
    throw new LocalError("PROGRAM_FAILED", `sst.config.ts cannot be bundled: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** CommonJS packages inside an ES module still ask for these. */
const commonJsGlobals = [
  `import { createRequire } from "node:module";`,
  `import { fileURLToPath } from "node:url";`,
  `const require = createRequire(import.meta.url);`,
  `const __filename = fileURLToPath(import.meta.url);`,
  `const __dirname = fileURLToPath(new URL(".", import.meta.url));`,
].join("\n");

function projectGlobals(platform: Platform): Plugin {
  const imports = [
    ...platform.providers.map(({ alias, package: name }) => `import * as ${alias} from "${name}";`),
    `import * as sst from "${platform.path}/src/components";`,
  ].join("\n");
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
        return { contents: `${imports}\n${await readFile(file, "utf8")}`, loader: "ts" };
      });
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
