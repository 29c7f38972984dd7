import type { AccountSubject } from "./account-subject.ts";
import type { CommandStage } from "../stage.ts";
import type { StageResources } from "./stage-resources.ts";

/** An existing stage. */
export type StageSubject = AccountSubject & {
  stage: CommandStage;
  resources: StageResources;
  signal: AbortSignal;
  /** Called with where the marked report is. */
  report: (text: string) => void;
};
