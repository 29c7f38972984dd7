import { expect, it } from "vitest";
import type { DeclaredResource } from "../../evaluate/declared-app.ts";
import { resourceState } from "../../evaluate/resource-state.ts";
import { readKmsKeys } from "./kms-keys.ts";

const aws = { accountId: "000000000000", region: "eu-west-1", endpoints: { sqs: "", api: "" } };

function declared(type: string, name: string, inputs: Record<string, unknown>): DeclaredResource {
  return { type, name, inputs, ...resourceState({ type, name, inputs }, aws), custom: true };
}

const key = (inputs: Record<string, unknown> = {}) => declared("aws:kms/key:Key", "Exports", inputs);
const alias = (name: string, targetKeyId: string) =>
  declared("aws:kms/alias:Alias", "Alias", { name, targetKeyId });

it("keeps an alias with the key that it names by id or by ARN", () => {
  const { id, state } = key();
  for (const target of [id, String(state["arn"])]) {
    const [read] = readKmsKeys([key(), alias("alias/exports", target)]);
    expect(read).toEqual({ id, arn: state["arn"], enabled: true, aliases: ["alias/exports"] });
  }
});

it("stops at keys that S3 does not take, naming what does not fit", () => {
  expect(() => readKmsKeys([key({ customerMasterKeySpec: "RSA_4096" })])).toThrow(
    "Exports is declared in a way that is not served locally: customerMasterKeySpec: only symmetric keys are served",
  );
  expect(() => readKmsKeys([key({ keyUsage: "SIGN_VERIFY" })])).toThrow("keyUsage: only keys that encrypt");
});

it("stops at an alias of no declared key, and at a name that KMS does not take", () => {
  expect(() => readKmsKeys([key(), alias("alias/exports", "other")])).toThrow(
    "the program declares no key arn:aws:kms:eu-west-1:000000000000:key/other, which alias/exports stands for",
  );
  for (const name of ["exports", "alias/", "alias/aws/s3"]) {
    expect(() => readKmsKeys([key(), alias(name, key().id)])).toThrow(`name: ${name} is not alias/`);
  }
});
