import { mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
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
  await mkdir(path.join(folder, ".sst"));
  for (const name of [".sst/platform", ".sst/provider-lock.json", "node_modules"]) {
    await symlink(path.join(root, name), path.join(folder, name));
  }
  return folder;
}
