import { z } from "zod";
import { LocalError } from "../../local-error.ts";
import type { DeclaredResources } from "../declared.ts";
import type { KmsKey } from "../kms-key.ts";

const key = z.looseObject({
  keyId: z.string(),
  arn: z.string(),
  isEnabled: z.boolean().default(true),
  // S3 takes no other: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html
  keyUsage: z.literal("ENCRYPT_DECRYPT", "only keys that encrypt are served").optional(),
  customerMasterKeySpec: z.literal("SYMMETRIC_DEFAULT", "only symmetric keys are served").optional(),
});

const alias = z.looseObject({
  name: z.string().regex(/^alias\/(?!aws\/)./, {
    error: ({ input }) =>
      `${String(input)} is not alias/ and a name, or begins with alias/aws/, which is AWS's`,
  }),
  targetKeyArn: z.string(),
});

/**
 * Returns the KMS keys that the program declares, each with its aliases.
 *
 * Throws LocalError UNSUPPORTED for a key that S3 cannot use, and for an alias whose key the program does not
 * declare.
 */
export function readKmsKeys(declared: DeclaredResources): KmsKey[] {
  const keys = declared.ofType("aws:kms/key:Key", key);
  const aliases = declared.ofType("aws:kms/alias:Alias", alias);
  for (const { name, state } of aliases) {
    if (!keys.some((each) => each.state.arn === state.targetKeyArn)) {
      throw new LocalError(
        "UNSUPPORTED",
        `Alias ${name}: the program declares no key ${state.targetKeyArn}, which ${state.name} stands for`,
      );
    }
  }
  return keys.map(({ state }) => ({
    id: state.keyId,
    arn: state.arn,
    enabled: state.isEnabled,
    aliases: aliases
      .filter((each) => each.state.targetKeyArn === state.arn)
      .map((each) => each.state.name)
      .sort(),
  }));
}
