import { mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "./evaluated.ts";

/** A folder with a program of its own, the statements of its `run()`, and with this project's SST and packages. */
export async function layOutProgram(statements: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "ashiato-program-"));
  const app = `() => ({ name: "fixture", home: "aws", providers: { aws: { region: "ap-northeast-1" } } })`;
  const config = `export default $config({ app: ${app}, async run() { ${statements} } });`;
  await writeFile(path.join(folder, "sst.config.ts"), config);
  await mkdir(path.join(folder, ".sst"));
  for (const name of [".sst/platform", ".sst/provider-lock.json", "node_modules"]) {
    await symlink(path.join(root, name), path.join(folder, name));
  }
  return folder;
}
