import { isDeepStrictEqual } from "node:util";
import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { type Check, type Finding, green, red } from "./check.ts";
import { restored } from "./account-subject.ts";
import type { StageSubject } from "./subject.ts";

const lifecycle = z.looseObject({
  bucket: z.string(),
  rules: z.array(z.looseObject({ id: z.string(), status: z.string() })),
});

const versioning = z.looseObject({
  bucket: z.string(),
  versioningConfiguration: z.looseObject({ status: z.string() }),
});

/** What the buckets keep, and for how long. */
export const buckets: Check<StageSubject> = {
  name: "buckets",
  look: async (subject) => {
    const s3 = new S3Client({});
    const found: Finding[] = [];
    try {
      for (const { name, state } of subject.resources.ofType(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        lifecycle,
      )) {
        const is = comparable(await lifecycleRules(s3, state.bucket));
        const wanted = comparable(state.rules);
        const ids = [...new Set([...wanted.keys(), ...is.keys()])];
        const different = ids.filter((id) => !isDeepStrictEqual(wanted.get(id), is.get(id)));
        found.push(
          different.length === 0
            ? green(`${name}: ${state.bucket} has its ${wanted.size} rules`)
            : red(
                `${name}: the rules ${different.join(", ")} of ${state.bucket} are not as declared`,
                restored(subject),
              ),
        );
      }
      return [...found, ...(await versions(s3, subject))];
    } finally {
      s3.destroy();
    }
  },
};

/** What a run deletes by mistake is there as an old version, but only in a bucket that keeps them. */
async function versions(s3: S3Client, subject: StageSubject): Promise<Finding[]> {
  const declared = subject.resources.ofType("aws:s3/bucketVersioning:BucketVersioning", versioning);
  return Promise.all(
    declared.map(async ({ name, state: { bucket: Bucket, versioningConfiguration } }) => {
      const { Status = "Disabled" } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
      const { status } = versioningConfiguration;
      return Status === status
        ? green(`${name}: versions of ${Bucket} are ${status}`)
        : red(`${name}: versions of ${Bucket} are ${Status}, declared ${status}`, restored(subject));
    }),
  );
}

async function lifecycleRules(s3: S3Client, Bucket: string): Promise<unknown[]> {
  try {
    const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    return Rules;
  } catch (error) {
    if (error instanceof S3ServiceException && error.name === "NoSuchLifecycleConfiguration") {
      return [];
    }
    throw error;
  }
}

const ruleInLowerCase = z.looseObject({
  id: z.string(),
  filter: z.record(z.string(), z.unknown()).optional(),
});

/**
 * Returns rules by their ids in one form: S3 names members in capitals, the program does not, and a rule for
 * the whole bucket has no filter or an empty one.
 */
function comparable(rules: readonly unknown[]): Map<string, unknown> {
  const named = rules.map((rule) => {
    const { filter = {}, prefix, ...others } = ruleInLowerCase.parse(inLowerCase(rule));
    const isWhole = Object.values(filter).every((member) => member === "") && (prefix ?? "") === "";
    return { ...others, ...(isWhole ? {} : { filter, prefix }) };
  });
  return new Map(named.map((rule) => [rule.id, rule]));
}

function inLowerCase(value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [
        name === "ID" ? "id" : `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
        inLowerCase(member),
      ])
      .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
}
