import { expect, it } from "vitest";
import type { DeclaredResource } from "../../evaluate/declared-app.ts";
import { resourceState } from "../../evaluate/resource-state.ts";
import { DeclaredResources } from "../declared.ts";
import { kms } from "./kms.ts";

const aws = { accountId: "000000000000", region: "eu-west-1", address: async () => "" };

async function declared(
  type: string,
  name: string,
  inputs: Record<string, unknown>,
): Promise<DeclaredResource> {
  const state = await resourceState({ type, name, inputs }, kms.kinds[type], aws);
  return { type, name, inputs, ...state, custom: true };
}

const key = (inputs: Record<string, unknown> = {}) => declared("aws:kms/key:Key", "Exports", inputs);
const alias = (name: string, targetKeyId: string) =>
  declared("aws:kms/alias:Alias", "Alias", { name, targetKeyId });

/** Returns what the program declares, planned. */
async function plan(...resources: Promise<DeclaredResource>[]) {
  return kms.plan(new DeclaredResources(await Promise.all(resources))).keys;
}

it("keeps an alias with the key that it names by id or by ARN", async () => {
  const { id, state } = await key();
  for (const target of [id, String(state["arn"])]) {
    const [read] = await plan(key(), alias("alias/exports", target));
    expect(read).toEqual({ id, arn: state["arn"], enabled: true, aliases: ["alias/exports"] });
  }
});

it("stops at keys that S3 does not take, naming what does not fit", async () => {
  await expect(plan(key({ customerMasterKeySpec: "RSA_4096" }))).rejects.toThrow(
    "Exports is declared in a way that is not served locally: customerMasterKeySpec: only symmetric keys are served",
  );
  await expect(plan(key({ keyUsage: "SIGN_VERIFY" }))).rejects.toThrow("keyUsage: only keys that encrypt");
});

it("stops at an alias of no declared key, and at a name that KMS does not take", async () => {
  await expect(plan(key(), alias("alias/exports", "other"))).rejects.toThrow(
    "the program declares no key arn:aws:kms:eu-west-1:000000000000:key/other, which alias/exports stands for",
  );
  for (const name of ["exports", "alias/", "alias/aws/s3"]) {
    await expect(plan(key(), alias(name, (await key()).id))).rejects.toThrow(`name: ${name} is not alias/`);
  }
});
