import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "./evaluated.ts";

/**
 * A folder with a program of its own, the statements of its `run()`, and further files of it, and with this
 * project's SST and packages.
 */
export async function layOutProgram(statements: string, files: Record<string, string> = {}): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "ashiato-program-"));
  const app = `() => ({ name: "fixture", home: "aws", providers: { aws: { region: "ap-northeast-1" } } })`;
  const config = `export default $config({ app: ${app}, async run() { ${statements} } });`;
  for (const [name, text] of Object.entries({ "sst.config.ts": config, ...files })) {
    await writeFile(path.join(folder, name), text);
  }
  await linkTo(folder, ["node_modules"]);
  return folder;
}

/**
 * A folder with this project under other settings: `settings` maps texts of `stacks/settings.ts` to what
 * stands there instead, and `declared` maps files of `stacks/` to what they declare besides. All but the
 * program itself is linked. Throws an Error for a text that is not there.
 */
export async function layOutProject(
  settings: Record<string, string>,
  declared: Record<string, string> = {},
): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "ashiato-project-"));
  await linkTo(folder, ["node_modules", "packages", "package.json", "tsconfig.json"]);
  await writeFile(path.join(folder, "sst.config.ts"), await readFile(path.join(root, "sst.config.ts")));
  await mkdir(path.join(folder, "stacks"));
  for (const name of await readdir(path.join(root, "stacks"))) {
    let text = await readFile(path.join(root, "stacks", name), "utf8");
    for (const [from, to] of name === "settings.ts" ? Object.entries(settings) : []) {
      if (!text.includes(from)) {
        throw new Error(`stacks/settings.ts has no ${from}`);
      }
      text = text.replace(from, to);
    }
    await writeFile(path.join(folder, "stacks", name), `${text}${declared[name] ?? ""}`);
  }
  return folder;
}

/** Links files of this project, and the platform that SST has set up in it. */
async function linkTo(folder: string, names: readonly string[]): Promise<void> {
  await mkdir(path.join(folder, ".sst"));
  for (const name of [...names, ".sst/platform", ".sst/provider-lock.json"]) {
    await symlink(path.join(root, name), path.join(folder, name));
  }
}
