import { resolve } from "node:path";
import { requiredSecrets } from "@ashiato/core/api/secret-names";
import { readSecrets } from "@ashiato/local/stage/stage-secrets";
import { GetRoleCommand, IAMClient, NoSuchEntityException } from "@aws-sdk/client-iam";
import { GetAccountSettingsCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type Check, green, red } from "./check.ts";
import { runSst } from "./stage-resources.ts";
import type { AccountSubject } from "./account-subject.ts";

/** Concurrent executions that a burst of phones, the authorizer and the batch need together. */
const minConcurrency = 100;

/**
 * Regions that are known to offer a base capacity of 4 RPU, on 2025-07-01; no API of AWS says which do.
 * https://aws.amazon.com/blogs/big-data/amazon-redshift-serverless-at-4-rpus-high-value-analytics-at-low-cost
 */
const regionsOfSmallWarehouses = new Set(["ap-northeast-1", "us-east-1", "us-east-2", "us-west-2"]);

const credentials: Check<AccountSubject> = {
  name: "credentials",
  look: async () => {
    const sts = new STSClient({});
    try {
      const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
      return [green(`account ${Account}, as ${Arn}`)];
    } catch (error) {
      return [
        red(
          `AWS does not take them: ${String(error)}`,
          "set AWS_PROFILE, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN",
        ),
      ];
    } finally {
      sts.destroy();
    }
  },
};

const region: Check<AccountSubject> = {
  name: "region",
  look: async ({ region: declared }) => {
    const asked = process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"];
    return [
      asked === declared
        ? green(`${declared}, in AWS_REGION as in sst.config.ts`)
        : red(
            asked === undefined
              ? `AWS_REGION is not set; sst.config.ts names ${declared}`
              : `AWS_REGION is ${asked}; sst.config.ts names ${declared}`,
            `export AWS_REGION=${declared}, or change providers.aws.region in sst.config.ts`,
          ),
    ];
  },
};

const concurrency: Check<AccountSubject> = {
  name: "lambda-quota",
  notLocal: "functions are processes of this machine",
  look: async () => {
    const lambda = new LambdaClient({});
    try {
      const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
      const executions = AccountLimit?.ConcurrentExecutions ?? 0;
      const saw = `the account has ${executions} concurrent executions`;
      return [
        executions >= minConcurrency
          ? green(saw)
          : red(saw, "request 1,000 under Service Quotas, AWS Lambda, Concurrent executions: it is free"),
      ];
    } finally {
      lambda.destroy();
    }
  },
};

const capacity: Check<AccountSubject> = {
  name: "warehouse-capacity",
  notLocal: "DuckDB is the warehouse",
  look: async ({ region: declared }) => [
    regionsOfSmallWarehouses.has(declared)
      ? green(`${declared} offers Redshift Serverless with 4 RPU`)
      : red(
          `${declared} is not known to offer Redshift Serverless with 4 RPU`,
          `look for it in https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-capacity.html; if it has 8 at least, set warehouseSettings.baseCapacity to 8 in stacks/settings.ts`,
        ),
  ],
};

const redshiftRole: Check<AccountSubject> = {
  name: "redshift-role",
  notLocal: "no service of AWS needs a role of its own",
  look: async () => {
    const iam = new IAMClient({});
    const RoleName = "AWSServiceRoleForRedshift";
    try {
      await iam.send(new GetRoleCommand({ RoleName }));
      return [green(`the account has ${RoleName}`)];
    } catch (error) {
      if (!(error instanceof NoSuchEntityException)) {
        throw error;
      }
      return [
        red(
          `the account has no ${RoleName}: it has never used Redshift`,
          "aws iam create-service-linked-role --aws-service-name redshift.amazonaws.com (once for each account)",
        ),
      ];
    } finally {
      iam.destroy();
    }
  },
};

const secrets: Check<AccountSubject> = {
  name: "secrets",
  look: async (subject) => {
    const set = subject.isLocal ? localSecrets(subject.directory) : await deployedSecrets(subject.name);
    return requiredSecrets.map((name) =>
      set.has(name)
        ? green(`${name} is set`)
        : red(
            `${name} is not set`,
            subject.isLocal
              ? "stop the stage and start it again (npm start), which makes one"
              : `npx sst secret set ${name} "$(openssl rand -hex 24)" --stage ${subject.name}, and deploy`,
          ),
    );
  },
};

function localSecrets(directory: string): Set<string> {
  const kept = readSecrets(resolve(import.meta.dirname, "../../..", directory), ([file], reason) => {
    throw new Error(`${file} cannot be read: ${reason}`);
  });
  return new Set(Object.keys(kept).filter((name) => kept[name] !== ""));
}

/** `sst secret list` prints a line `NAME=VALUE` for each secret; the values are discarded here. */
async function deployedSecrets(stage: string): Promise<Set<string>> {
  const lines = (await runSst(["secret", "list", "--stage", stage])).split("\n");
  return new Set(lines.flatMap((line) => /^(?<name>\w+)=./.exec(line.trim())?.groups?.["name"] ?? []));
}

/** The checks before a stage is deployed. */
export const accountChecks: readonly Check<AccountSubject>[] = [
  credentials,
  region,
  concurrency,
  capacity,
  redshiftRole,
  secrets,
];
