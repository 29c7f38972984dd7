import { hash, randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build, type BuildOptions, type Metafile, stop, version } from "esbuild";
import { z } from "zod";
import { SourceSnapshot } from "./source-snapshot.ts";

/** Name of a bundle in its folder; a source map is beside it. */
const bundleFile = "bundle.mjs";
const recipeFile = "recipe.json";
/** Names the project to which a folder's bundles belong. */
const rootFile = "root.txt";

/** An unused folder that is older than this was left by a killed process. */
const maxBuildMilliseconds = 60 * 60 * 1000;

const hashes = z.record(z.string(), z.string());
const recipeSchema = z.object({ folder: z.string(), files: hashes, folders: hashes });

type Recipe = z.infer<typeof recipeSchema>;

export type BundleRequest = {
  /** Folder of the project. */
  root: string;
  /** esbuild's options, without an output. */
  options: BuildOptions;
  /** Everything that determines what the plugins do. */
  pluginsKey?: readonly string[];
};

/**
 * Keeps bundles between starts. A bundle is reused only if all its inputs are the same: esbuild and its
 * options, the contents of each file that it read, and the files that its imports could have found instead.
 * Keeps the last bundle for each set of options.
 */
export class BundleCache {
  readonly #folder: string;
  readonly #snapshot = new SourceSnapshot();
  readonly #bundles = new Map<string, Promise<string>>();

  /** A cache is for one start: it reads each source once. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Returns the path of the bundle, which must not be changed.
   *
   * Throws what esbuild throws.
   */
  bundle(request: BundleRequest): Promise<string> {
    const home = this.#homeOf(request);
    const known = this.#bundles.get(home) ?? this.#find(home, request);
    this.#bundles.set(home, known);
    return known;
  }

  /** Copies the bundle, and its source map if the options ask for one, into a folder; returns its path. */
  async bundleInto(folder: string, request: BundleRequest): Promise<string> {
    const bundle = await this.bundle(request);
    for (const ending of request.options.sourcemap === undefined ? [""] : ["", ".map"]) {
      const file = path.join(folder, `${bundleFile}${ending}`);
      await copyFile(`${bundle}${ending}`, file, constants.COPYFILE_FICLONE);
    }
    return path.join(folder, bundleFile);
  }

  #homeOf({ root, options, pluginsKey }: BundleRequest): string {
    const key = JSON.stringify([version, pluginsKey, { ...options, plugins: undefined }]);
    return path.join(this.#folder, nameOf(root), nameOf(key));
  }

  async #find(home: string, request: BundleRequest): Promise<string> {
    const recipe = await readRecipe(home);
    if (recipe && this.#snapshot.holds(recipe)) {
      const bundle = path.join(home, recipe.folder, bundleFile);
      if (await isThere(bundle)) {
        return bundle;
      }
    }
    return this.#build(home, request, recipe?.folder);
  }

  async #build(home: string, { root, options }: BundleRequest, replaced?: string): Promise<string> {
    const folder = randomUUID();
    const bundle = path.join(home, folder, bundleFile);
    await mkdir(path.dirname(bundle), { recursive: true });
    // Written atomically: another start that read half of the name would conclude that the project is gone.
    await writeFile(path.join(home, folder, rootFile), root);
    await rename(path.join(home, folder, rootFile), path.join(home, "..", rootFile));
    const { metafile } = await buildOnce({
      bundle: true,
      format: "esm",
      platform: "node",
      mainFields: ["module", "main"],
      logLevel: "silent",
      ...options,
      absWorkingDir: root,
      outfile: bundle,
      metafile: true,
    });
    if (options.sourcemap !== undefined) {
      await nameSourcesWhole(`${bundle}.map`);
    }
    // Inputs that are not files have other names: `<stdin>`, `(disabled):<path>`.
    const inputs = Object.keys(metafile.inputs)
      .filter((input) => !/[<(]/.test(input))
      .map((input) => path.join(root, input));
    if (!this.#snapshot.isOutdated(inputs)) {
      const recipe: Recipe = { folder, ...this.#snapshot.sourcesOf(root, inputs) };
      // Another process may build the same: each writes its own folder, and the last one stays.
      const written = path.join(home, folder, recipeFile);
      await writeFile(written, JSON.stringify(recipe));
      await rename(written, path.join(home, recipeFile));
      await removeOthers(home, { used: folder, replaced });
      await removeGoneProjects(this.#folder);
    }
    return bundle;
  }
}

let building = 0;

/** esbuild's process holds hundreds of megabytes, so it ends with the last build in progress. */
async function buildOnce(options: BuildOptions & { metafile: true }): Promise<{ metafile: Metafile }> {
  building += 1;
  try {
    return await build(options);
  } finally {
    building -= 1;
    if (building === 0) {
      await stop();
    }
  }
}

async function readRecipe(home: string): Promise<Recipe | undefined> {
  try {
    return recipeSchema.safeParse(JSON.parse(await readFile(path.join(home, recipeFile), "utf8"))).data;
  } catch {
    // A bundle that cannot be read is built again.
    return undefined;
  }
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** esbuild's source paths are relative to the bundle, so a copy elsewhere needs other paths. */
async function nameSourcesWhole(file: string): Promise<void> {
  const map = z.looseObject({ sources: z.array(z.string()) }).parse(JSON.parse(await readFile(file, "utf8")));
  const sources = map.sources.map((source) => pathToFileURL(path.resolve(path.dirname(file), source)).href);
  await writeFile(file, JSON.stringify({ ...map, sources }));
}

async function removeOthers(
  home: string,
  { used, replaced }: { used: string; replaced: string | undefined },
): Promise<void> {
  for (const name of await readdir(home)) {
    const folder = path.join(home, name);
    if (name !== used && name !== recipeFile && (name === replaced || (await isLeft(folder)))) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** Several projects may share one platform, such as those of a test. */
async function removeGoneProjects(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const root = await readFile(path.join(folder, name, rootFile), "utf8").catch(() => undefined);
    if (root !== undefined && path.isAbsolute(root) && !(await isThere(root))) {
      await rm(path.join(folder, name), { recursive: true, force: true });
    }
  }
}

async function isLeft(folder: string): Promise<boolean> {
  const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs > maxBuildMilliseconds;
}

function nameOf(text: string): string {
  return hash("sha256", text).slice(0, 32);
}
