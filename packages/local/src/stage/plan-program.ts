import type { SetAside } from "../disk/set-aside.ts";
import { type EvaluateRequest, evaluateProgram } from "../evaluate/evaluate-program.ts";
import { LocalError } from "../local-error.ts";
import { type Plan, planStage } from "./plan-stage.ts";
import { describeUnserved } from "../services/unserved.ts";
import { checkTargets } from "../services/step-functions/create-state-machines.ts";
import type { Tokens } from "./stage.ts";
import { localAccountId } from "./stage-environment.ts";
import { readSecrets, writeSecrets } from "./stage-secrets.ts";

export type ProgramRequest = Omit<EvaluateRequest, "accountId" | "secrets"> & {
  /** Of the stage: its secrets lie there. */
  directory: string;
  /** Takes the secrets if they cannot be read. */
  setAside: SetAside;
  /** Told of what the program declares and no service stands for. */
  say: (line: string) => void;
};

/**
 * Evaluates `sst.config.ts` with the stage's own secrets, of which those that it asks for the first time are made up and kept, and plans
 * what it declares.
 *
 * @throws LocalError when the program, or something it declares, cannot be served.
 */
export async function planProgram({
  directory,
  setAside,
  say,
  ...request
}: ProgramRequest): Promise<{ plan: Plan; tokens: Tokens }> {
  const secrets = readSecrets(directory, setAside);
  const declared = await evaluateProgram({ ...request, accountId: localAccountId, secrets });
  await writeSecrets(directory, { ...secrets, ...declared.secrets });
  const plan = planStage(declared);
  checkTargets(plan);
  if (plan.httpApis.length > 1)
    throw new LocalError("UNSUPPORTED", "The local stage serves one HTTP API, and the program declares more");
  for (const each of plan.unserved) say(`Declared, not served (${each.reason}): ${describeUnserved(each)}`);
  const { IngestToken: ingest = "", DownloadToken: download = "" } = declared.secrets;
  return { plan, tokens: { ingest, download } };
}
