import { arn } from "../aws-names.ts";
import { kmsKeyId } from "../kms-key.ts";
import { stateOnly } from "../service.ts";
import { readKmsKeys } from "./kms-keys.ts";

/** Keys and their aliases: S3 is held to them, and encrypts nothing. The KMS API itself is not served. */
export const kms = stateOnly({
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
  plan: readKmsKeys,
});
