import { hash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** The inputs of a build: hashes of contents by file, and of names by folder. */
export type Sources = {
  files: Record<string, string>;
  folders: Record<string, string>;
};

/** Names that determine what an import resolves to. */
const resolvable = /^(?!\.).*\.(?:[mc]?[jt]s|[jt]sx|json)$/;
const packagesFolder = "node_modules";
/** Files that determine how esbuild treats the contents of their folder. */
const settingsFiles = ["package.json", "tsconfig.json"];
/** npm rewrites it whenever it changes an installed package. */
const installedPackages = `${packagesFolder}/.package-lock.json`;

/**
 * The files of a project at one time. Each is read once for all builds: a snapshot serves one evaluation of
 * the program.
 */
export class SourceSnapshot {
  readonly #began = Date.now();
  readonly #files = new Map<string, string | undefined>();
  readonly #folders = new Map<string, string>();

  /**
   * Returns what must be unchanged for a build of these files to come out the same: their contents, the
   * settings of all folders above them up to the root, and which files an import could find there instead.
   */
  sourcesOf(root: string, inputs: readonly string[]): Sources {
    const folders = new Set(inputs.flatMap((file) => foldersAbove(root, path.dirname(file))));
    const settings = [...folders].flatMap((folder) => settingsFiles.map((name) => path.join(folder, name)));
    const files = [...inputs, ...settings, path.join(root, installedPackages)];
    return {
      files: Object.fromEntries(
        files.flatMap((file) => {
          const contents = this.#file(file);
          return contents === undefined ? [] : [[file, contents]];
        }),
      ),
      folders: Object.fromEntries([...folders].map((folder) => [folder, this.#folder(folder)])),
    };
  }

  /** Returns true if none of a build's inputs has changed since. */
  holds({ files, folders }: Sources): boolean {
    return (
      Object.entries(files).every(([file, contents]) => this.#file(file) === contents) &&
      Object.entries(folders).every(([folder, names]) => this.#folder(folder) === names)
    );
  }

  /**
   * Returns true if one of the files has changed since the snapshot began, so that it is unclear what was
   * read.
   */
  isOutdated(files: readonly string[]): boolean {
    return files.some((file) => statSync(file).ctimeMs >= this.#began);
  }

  #file(file: string): string | undefined {
    if (!this.#files.has(file)) {
      this.#files.set(file, hashOfFile(file));
    }
    return this.#files.get(file);
  }

  #folder(folder: string): string {
    const known = this.#folders.get(folder);
    if (known !== undefined) {
      return known;
    }
    const inFolder = namesIn(folder).filter((name) => name === packagesFolder || resolvable.test(name));
    const packages = inFolder.includes(packagesFolder) ? namesIn(path.join(folder, packagesFolder)) : [];
    const names = hash(
      "sha256",
      JSON.stringify([inFolder, packages.filter((name) => !name.startsWith("."))]),
    );
    this.#folders.set(folder, names);
    return names;
  }
}

function foldersAbove(root: string, folder: string): string[] {
  const folders = [folder];
  for (let above = folder; above !== root && above !== path.dirname(above);) {
    above = path.dirname(above);
    folders.push(above);
  }
  return folders;
}

function hashOfFile(file: string): string | undefined {
  try {
    return hash("sha256", readFileSync(file));
  } catch (error) {
    if (isAbsence(error)) {
      return undefined;
    }
    throw error;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    if (isAbsence(error)) {
      return [];
    }
    throw error;
  }
}

function isAbsence(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR";
}
