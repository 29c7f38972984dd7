import type { SetAside } from "../disk/set-aside.ts";
import { type EvaluateRequest, evaluateProgram } from "../evaluate/evaluate-program.ts";
import { unservedLines } from "../services/unserved.ts";
import { type Plan, planStage } from "./plan-stage.ts";
import type { Tokens } from "./stage.ts";
import { writeResources } from "./stage-resources.ts";
import { readSecrets, writeSecrets } from "./stage-secrets.ts";

export type ProgramRequest = Omit<EvaluateRequest, "secrets"> & {
  /** The stage's directory, with its secrets. */
  directory: string;
  /** Sets the secrets aside if they cannot be read. */
  setAside: SetAside;
  /** Called with lines about declared resources that no service serves. */
  say: (line: string) => void;
  /** Reports resources by name, not by count. */
  verbose: boolean;
};

/**
 * Evaluates `sst.config.ts` with the stage's own secrets, generates and keeps new ones, and plans what it
 * declares.
 *
 * Throws LocalError when the program, or something it declares, cannot be served.
 */
export async function planProgram({
  directory,
  setAside,
  say,
  verbose,
  ...request
}: ProgramRequest): Promise<{ plan: Plan; tokens: Tokens }> {
  const secrets = readSecrets(directory, setAside);
  const declared = await evaluateProgram({ ...request, secrets });
  await writeSecrets(directory, { ...secrets, ...declared.secrets });
  await writeResources(directory, declared.resources);
  const plan = planStage(declared);
  for (const line of unservedLines(plan.unserved, { verbose })) {
    say(line);
  }
  const { IngestToken: ingest = "", DownloadToken: download = "" } = declared.secrets;
  return { plan, tokens: { ingest, download } };
}
