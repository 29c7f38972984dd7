import { execFile } from "node:child_process";
import { appendFile, cp, glob, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, posix, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { rooms } from "./arrows.ts";

const repository = resolve(import.meta.dirname, "..");

/** Imports that have no arrow, some of each part of the project, and some of places that are not listed. */
const wrong: readonly [file: string, specifier: string][] = [
  ["packages/core/src/columns.ts", "./daily-batch/plan.ts"],
  ["packages/core/src/formats/gpx.ts", "../api/routes.ts"],
  ["packages/core/src/columns.ts", "@ashiato/aws-json/service-error"],
  ["packages/core/src/new-folder/x.ts", "../api/routes.ts"],
  ["packages/aws-json/src/x.ts", "@ashiato/core/run-keys"],
  ["packages/functions/src/receive.ts", "./store/chunk.ts"],
  ["packages/functions/src/new-handler.ts", "./store/chunk.ts"],
  ["packages/functions/src/new-handler.ts", "./receive.ts"],
  ["packages/functions/src/new-handler/x.ts", "../receive/keep-reports.ts"],
  ["packages/functions/src/aws/x.ts", "../http/answer.ts"],
  ["packages/functions/src/store.ts", "@ashiato/local/stage/stage"],
  ["packages/states/src/json.ts", "./definition/parse-definition.ts"],
  ["packages/states/src/jsonpath/x.ts", "../intrinsic-functions/functions.ts"],
  ["packages/states/src/api/x.ts", "../service.ts"],
  ["packages/states/src/api/x.ts", "../new-folder/x.ts"],
  ["packages/states/src/new-folder/x.ts", "../api/actions.ts"],
  ["packages/states/src/distributed-map/readers/x.ts", "../item-reader.ts"],
  ["packages/redshift/src/sql/x.ts", "../catalog/catalog.ts"],
  ["packages/redshift/src/new-folder/x.ts", "../run/run-select.ts"],
  ["packages/redshift/src/select/x.ts", "@ashiato/states/json"],
  ["packages/local/src/http/x.ts", "../stage/stage.ts"],
  ["packages/local/src/evaluate/x.ts", "@ashiato/states/service"],
  ["packages/local/src/new-folder/x.ts", "../stage/stage.ts"],
  ["packages/local/src/services/new-service/x.ts", "../storage/queues.ts"],
  ["packages/local/src/services/service.ts", "./storage/queues.ts"],
  ["packages/local/src/stage/x.ts", "../../../functions/src/store.ts"],
  ["packages/local/src/stage/x.ts", "../../../../stacks/settings.ts"],
  ["packages/new-package/src/x.ts", "@ashiato/core/run-keys"],
  ["stacks/x.ts", "@ashiato/local/stage/stage"],
  ["scripts/start.ts", "./demo/run-demo.ts"],
  ["scripts/new-command/x.ts", "../demo/run-demo.ts"],
  ["scripts/terminal/x.ts", "../api/ask-api.ts"],
  ["scripts/start.ts", "../bench/pipeline/load.ts"],
  ["bench/states.ts", "./redshift/warehouse.ts"],
  ["bench/pipeline/x.ts", "../../packages/functions/src/store.ts"],
];

const right: readonly [file: string, specifier: string][] = [
  ["packages/core/src/api/x.ts", "../daily-batch/plan.ts"],
  ["packages/functions/src/new-handler.ts", "./new-handler/x.ts"],
  ["packages/functions/src/new-handler/x.ts", "../http/answer.ts"],
  ["packages/functions/src/new-handler.ts", "@ashiato/core/run-keys"],
  ["packages/states/src/new-folder/x.ts", "../json.ts"],
  ["packages/local/src/services/new-service/x.ts", "../service.ts"],
  ["packages/local/src/services/services.ts", "./new-service/x.ts"],
  ["scripts/new-command.ts", "./terminal/bar.ts"],
];

describe("the linter", () => {
  let folder: string;
  let faults: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ashiato-arrows-"));
    await cp(join(repository, "lint"), join(folder, "lint"), { recursive: true });
    await cp(join(repository, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
    for (const [file, specifier] of [...wrong, ...right]) {
      await mkdir(join(folder, dirname(file)), { recursive: true });
      await appendFile(join(folder, file), `export * from "${specifier}";\n`);
    }
    faults = await faultyImports(folder);
  });

  afterAll(() => rm(folder, { recursive: true }));

  it.each(wrong)("refuses in %s an import of %s", (file, specifier) => {
    expect(faults).toContain(`${file} ${specifier}`);
  });

  it("lets every import pass that has an arrow", () => {
    expect(faults).toHaveLength(wrong.length);
  });
});

describe("the arrows", () => {
  it.each(Object.entries(rooms))("of %s run down alone", (_path, { folders = {} }) => {
    const names = Object.keys(folders);
    const up = names.flatMap((name, index) =>
      (folders[name] ?? []).filter(
        (other) => !other.endsWith(".ts") && !names.slice(0, index).includes(other),
      ),
    );
    expect(up).toEqual([]);
  });
});

describe("the imports of a part of the project", () => {
  const parts = ["core", "aws-json", "functions", "states", "redshift", "local"].map(
    (name) => `packages/${name}/src`,
  );

  it.each([...parts, "packages/local/src/services", "scripts", "bench"])(
    "make no circle among the folders of %s",
    async (path) => {
      const imports = await importsBetweenFolders(join(repository, path));
      expect(imports.length).toBeGreaterThan(0);
      expect(onCircles(imports)).toEqual([]);
    },
  );
});

type Import = { from: string; to: string; file: string };

/** Returns the imports for which the linter finds no arrow, each as its file and what it imports. */
async function faultyImports(folder: string): Promise<string[]> {
  const oxlint = join(repository, "node_modules/oxlint/bin/oxlint");
  const { stdout } = await promisify(execFile)(process.execPath, [oxlint, "--format=json"], {
    cwd: folder,
  }).catch((error: { stdout: string }) => error);
  const { diagnostics } = z
    .object({
      diagnostics: z.array(z.object({ code: z.string(), filename: z.string(), message: z.string() })),
    })
    .parse(JSON.parse(stdout));
  return diagnostics
    .filter(({ code }) => code === "arrows(has-arrow)")
    .map(({ filename, message }) => `${filename} ${message.split(": ")[0]}`);
}

/** Returns the imports from one direct child of a folder to another, tests aside: a file is named whole. */
async function importsBetweenFolders(path: string): Promise<Import[]> {
  const imports: Import[] = [];
  for await (const file of glob("**/*.ts", { cwd: path, exclude: ["**/*.test.ts"] })) {
    const text = await readFile(join(path, file), "utf8");
    for (const [, specifier = ""] of text.matchAll(/\b(?:from|import)\b[\s(]*"(\.[^"]+)"/g)) {
      const target = posix.join(posix.dirname(file), specifier);
      const [from, to] = [file, target].map((each) => each.split("/")[0] ?? "");
      if (from !== undefined && to !== undefined && from !== to && to !== "..") {
        imports.push({ from, to, file });
      }
    }
  }
  return imports;
}

/** Returns what is left when imports of places that import nothing are taken away, again and again. */
function onCircles(imports: readonly Import[]): Import[] {
  const importing = new Set(imports.map(({ from }) => from));
  const left = imports.filter(({ to }) => importing.has(to));
  return left.length === imports.length ? left : onCircles(left);
}
