import { access, cp, mkdir } from "node:fs/promises";
import path from "node:path";
import type { BuildOptions } from "esbuild";
import { z } from "zod";
import { LocalError } from "../local-error.ts";
import type { BundleCache } from "./bundle-cache.ts";
import type { FunctionBuild } from "./declared-app.ts";

export type BuildRequest = Omit<FunctionBuild, "out" | "bundledHandler"> & {
  root: string;
  work: string;
  bundles: BundleCache;
  /** Files and folders that SST puts beside the bundle; `to` is relative to it. */
  copyFiles: { from: string; to: string }[];
};

/** Packages that SST never bundles, because they have binaries. */
const neverBundled = ["sharp", "pg-native"];

/** esbuild's target for a Lambda runtime, as SST maps them. */
const targets: Record<string, string> = {
  "nodejs24.x": "es2024",
  "nodejs22.x": "es2023",
  "nodejs20.x": "es2023",
};

/**
 * Bundles a handler with the esbuild options that SST uses: one ES module `bundle.mjs` with a linked source
 * map, function names kept.
 *
 * Throws LocalError BUILD_FAILED if the handler does not exist or does not bundle; UNSUPPORTED for a runtime
 * other than Node.js, and for options of SST's `nodejs` that are not supported here.
 */
export async function buildFunction(request: BuildRequest): Promise<FunctionBuild & { sourceMap: string }> {
  const { functionId, handler, runtime, root, work } = request;
  const target = targets[runtime];
  if (!target) {
    throw new LocalError(
      "UNSUPPORTED",
      `Function ${functionId}: the runtime ${runtime} is not served locally`,
    );
  }
  const options = readOptions(functionId, request.nodejs);
  const out = path.join(work, "functions", functionId);
  await mkdir(out, { recursive: true });
  const bundled = await bundle({ request, target, out, options });
  for (const { from, to } of request.copyFiles) {
    await cp(path.resolve(root, from), path.join(out, to), { recursive: true });
  }
  return {
    functionId,
    handler,
    runtime,
    links: request.links,
    nodejs: request.nodejs,
    out,
    bundledHandler: `${path.parse(bundled).name}${path.extname(handler)}`,
    sourceMap: `${bundled}.map`,
  };
}

/** The options of SST's `nodejs` that are read: of esbuild's, SST takes no others but `target`. */
const optionsSchema = z.strictObject({
  architecture: z.string().optional(),
  minify: z.boolean().default(false),
  esbuild: z.strictObject({ external: z.array(z.string()).default([]) }).default({ external: [] }),
});

type Options = z.infer<typeof optionsSchema>;

function readOptions(functionId: string, nodejs: Record<string, unknown>): Options {
  const parsed = optionsSchema.safeParse(nodejs);
  if (parsed.success) {
    return parsed.data;
  }
  const unknown = parsed.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ["nodejs", ...issue.path, key].join("."))
      : [["nodejs", ...issue.path].join(".")],
  );
  throw new LocalError(
    "UNSUPPORTED",
    `Function ${functionId}: ${unknown.toSorted().join(", ")} ${unknown.length === 1 ? "is" : "are"} not supported locally`,
  );
}

async function bundle({
  request,
  target,
  out,
  options: { minify, esbuild },
}: {
  request: BuildRequest;
  target: string;
  out: string;
  options: Options;
}): Promise<string> {
  const { functionId, handler, root, bundles } = request;
  try {
    const options = {
      entryPoints: [await handlerFile(root, handler)],
      target,
      keepNames: true,
      minify,
      sourcemap: "linked",
      banner: { js: banner },
      external: [...neverBundled, ...esbuild.external],
    } satisfies BuildOptions;
    return await bundles.bundleInto(out, { root, options });
  } catch (error) {
    throw new LocalError("BUILD_FAILED", `Function ${functionId} (${handler}): ${String(error)}`, {
      cause: error,
    });
  }
}

const banner = [
  `import { createRequire as topLevelCreateRequire } from "module";`,
  `const require = topLevelCreateRequire(import.meta.url);`,
  `import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url";`,
  `const __filename = topLevelFileUrlToPath(import.meta.url);`,
  `const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url));`,
].join("\n");

/** `src/store.handler` is the export `handler` of `src/store.ts`, or of another of these. */
async function handlerFile(root: string, handler: string): Promise<string> {
  const base = handler.slice(0, handler.length - path.extname(handler).length);
  for (const extension of [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"]) {
    const file = path.join(root, base + extension);
    try {
      await access(file);
      return file;
    } catch {
      continue;
    }
  }
  throw new Error(`no file for the handler ${handler}`);
}
