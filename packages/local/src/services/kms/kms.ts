import { arn } from "../aws-names.ts";
import { type KmsKey, kmsKeyId } from "../kms-key.ts";
import { declareResourcePolicies, type ResourcePolicyPlan } from "../declared-policy.ts";
import type { LocalService } from "../service.ts";
import { readKeyPolicies } from "./key-policies.ts";
import { readKmsKeys } from "./kms-keys.ts";

/**
 * Keys, their aliases and their policies: S3 is held to them, and encrypts nothing. The KMS API itself is not
 * served.
 */
export const kms: LocalService<
  "kms",
  { keys: KmsKey[]; policies: ResourcePolicyPlan[] },
  undefined,
  undefined,
  undefined,
  object
> = {
  name: "kms",
  kinds: {
    "aws:kms/key:Key": {
      state: ({ name, inputs }, aws) => {
        const keyId = kmsKeyId(name, { multiRegion: inputs["multiRegion"] === true });
        return { id: keyId, state: { keyId, arn: arn(aws, "kms", `key/${keyId}`) } };
      },
    },
    "aws:kms/alias:Alias": {
      autoname: "alias/",
      state: ({ inputs }, aws) => {
        const alias = String(inputs["name"]);
        const target = String(inputs["targetKeyId"]);
        const targetKeyArn = target.startsWith("arn:") ? target : arn(aws, "kms", `key/${target}`);
        return { id: alias, state: { arn: arn(aws, "kms", alias), targetKeyArn } };
      },
    },
  },
  open: async () => undefined,
  endpoints: () => ({}),
  plan: (declared) => ({ keys: readKmsKeys(declared), policies: readKeyPolicies(declared) }),
  serve: async ({ start: { access }, plan: { policies } }) => {
    await declareResourcePolicies(access, policies, "must");
    return undefined;
  },
};
