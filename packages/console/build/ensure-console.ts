import { execFileSync } from "node:child_process";
import { hash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, renameSync, rmSync, utimesSync } from "node:fs";
import path from "node:path";
import { pruneBuilds } from "./prune-builds.ts";

/** What a build is made of, in the package's folder. Its tools are pinned in `package.json`. */
const sources = ["src/**/*", "build/*.ts", "index.html", "package.json", "vite.config.ts"];
const notBuilt = /\.test\.tsx?$/;

/**
 * Returns the folder of the console's files, relative to the project's root. Builds them if no build was made
 * of the present sources; otherwise that takes some milliseconds. A build is named by the hash of its
 * sources and appears whole, so that processes that ask at the same time do not disturb each other. A new
 * one removes builds that were not used for a day, except for the newest few.
 * Throws an Error with what Vite says if the sources cannot be built.
 */
export function ensureConsole(root: string): string {
  const folder = path.join(root, "packages/console");
  const built = path.join("packages/console/dist", hashOf(folder));
  const place = path.join(root, built);
  if (globSync("manifest.json", { cwd: place }).length > 0) {
    const now = new Date();
    // Its last use, by which builds are kept or removed.
    utimesSync(place, now, now);
    return built;
  }
  const made = `${place}.${process.pid}.part`;
  mkdirSync(made, { recursive: true });
  try {
    // The project's own Node: the one that evaluates the program may be older.
    const node = path.join(root, "node_modules/.bin/node");
    execFileSync(node, [path.join(folder, "build/build-console.ts"), made], {
      cwd: folder,
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], NODE_ENV: "production" },
      stdio: ["ignore", "ignore", "pipe"],
      encoding: "utf8",
    });
    publish(made, place);
    pruneBuilds(path.dirname(place), Date.now());
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  return built;
}

/** Puts a build in its place, unless another process was first: then that one's is the same. */
function publish(made: string, place: string): void {
  try {
    renameSync(made, place);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOTEMPTY" && code !== "EEXIST") {
      throw error;
    }
  }
}

function hashOf(folder: string): string {
  const files = sources
    .flatMap((pattern) => globSync(pattern, { cwd: folder, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !notBuilt.test(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .toSorted();
  const contents = files.map((file) => [file, hash("sha256", readFileSync(path.join(folder, file)))]);
  return hash("sha256", JSON.stringify(contents)).slice(0, 16);
}
