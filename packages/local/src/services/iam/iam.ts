import { z } from "zod";
import { stateOnly } from "../service.ts";
import { policyDocument } from "./policy-document.ts";

/** Roles: other services take their ARNs, and nothing on this machine enforces what they allow. */
export const iam = stateOnly({
  name: "iam",
  kinds: {
    "aws:iam/role:Role": {
      unserved: "permissions are not enforced",
      autoname: "",
      state: ({ inputs }, { accountId }) => {
        const name = String(inputs["name"]);
        return { id: name, state: { arn: `arn:aws:iam::${accountId}:role/${name}`, uniqueId: name } };
      },
    },
  },
  functions: { "aws:iam/getPolicyDocument:getPolicyDocument": policyDocument },
  plan: (declared) => ({
    roleArns: declared
      .ofType("aws:iam/role:Role", z.looseObject({ arn: z.string() }))
      .map(({ state }) => state.arn),
  }),
});
