import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readAppSettings } from "@ashiato/local/evaluate/app-settings";
import { BundleCache } from "@ashiato/local/evaluate/bundle-cache";
import { type Command, type Io, readWords } from "./command.ts";
import { accountChecks } from "./doctor/account-checks.ts";
import { alarms } from "./doctor/alarms.ts";
import { buckets } from "./doctor/buckets.ts";
import { type Check, type Outcome, runCheck } from "./doctor/check.ts";
import { outcomeText, summaryText } from "./doctor/doctor-text.ts";
import { logGroups } from "./doctor/log-groups.ts";
import { markedReport } from "./doctor/marked-report.ts";
import { queues } from "./doctor/queues.ts";
import { roles } from "./doctor/roles.ts";
import { schedules } from "./doctor/schedules.ts";
import { stageResources } from "./doctor/stage-resources.ts";
import { stateMachine } from "./doctor/state-machine.ts";
import type { AccountSubject } from "./doctor/account-subject.ts";
import type { StageSubject } from "./doctor/subject.ts";
import { subscription } from "./doctor/subscription.ts";
import { workgroup } from "./doctor/workgroup.ts";
import { openStage } from "./stage.ts";

const root = join(import.meta.dirname, "../..");

/** The checks of a deployed stage. */
const stageChecks: readonly Check<StageSubject>[] = [
  subscription,
  alarms,
  schedules,
  roles,
  logGroups,
  queues,
  buckets,
  workgroup,
  stateMachine,
];

export const doctorCommand: Command = {
  help: `Checks everything that a stage needs, and says how to mend what is wrong.

  npm run ashiato -- doctor --stage NAME --before   before a deployment: checks the account, its quotas and the secrets
  npm run ashiato -- doctor --stage NAME            after it: checks that everything is as declared, and that a report arrives

After a deployment it sends one report of a device ashiato-doctor through the API, the queue, the inbox, a run of the daily batch and the CSV, says where it is, and removes every trace of it. The report is of 2000-01-01, a date that no other report can have. The run is one like any other: it also exports what else is waiting, and subscribers are notified of its end.
  --before      checks only what a deployment needs
  --no-report   sends no report, and changes nothing
  --stage, --json: see npm run ashiato -- --help

For example, of a stage that runs on this machine: npm run ashiato -- doctor

Exits 0 only if all is green, 1 otherwise.`,
  async run(words, io) {
    const { values } = readWords(words, {
      before: { type: "boolean", default: false },
      report: { type: "boolean", default: true },
    });
    const isLocal = values.stage === "local";
    // For a local stage, AWS clients need its address even to find the account.
    const stage = isLocal || !values.before ? await openStage(values) : undefined;
    const account: AccountSubject = {
      isLocal,
      name: values.stage,
      directory: values.directory,
      region: await declaredRegion(values.stage),
    };
    const say = (outcome: Outcome): void => {
      if (!values.json) {
        io.progress.clear();
        io.print(outcomeText(outcome));
      }
    };
    const outcomes = await runAll(accountChecks, account, { io, say });
    if (stage !== undefined && !values.before) {
      const subject: StageSubject = {
        ...account,
        stage,
        resources: await stageResources(account),
        signal: io.signal,
        report: (text) => io.progress.update(text),
      };
      const checks = values.report ? [...stageChecks, markedReport] : stageChecks;
      outcomes.push(...(await runAll(checks, subject, { io, say })));
    }
    const isGreen = outcomes.every(({ result }) => result !== "red");
    io.print(
      values.json
        ? JSON.stringify({ stage: values.stage, green: isGreen, checks: outcomes })
        : summaryText(outcomes),
    );
    return isGreen ? 0 : 1;
  },
};

/** Makes the checks one after the other, and shows the result of each as soon as it is known. */
async function runAll<Subject extends AccountSubject>(
  checks: readonly Check<Subject>[],
  subject: Subject,
  { io, say }: { io: Io; say: (outcome: Outcome) => void },
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const check of checks) {
    io.progress.update(check.name);
    const outcome = await runCheck(check, subject);
    io.signal.throwIfAborted();
    say(outcome);
    outcomes.push(outcome);
  }
  return outcomes;
}

async function declaredRegion(stage: string): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), "ashiato-doctor-"));
  try {
    return (await readAppSettings(root, stage, new BundleCache(work))).region;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
