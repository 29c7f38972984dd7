import { stateOnly } from "../service.ts";

/** The account, the region and the partition, for programs that read them. */
export const account = stateOnly({
  name: "account",
  kinds: {},
  functions: {
    "aws:index/getCallerIdentity:getCallerIdentity": (_inputs, { accountId }) => ({
      accountId,
      arn: `arn:aws:iam::${accountId}:user/local`,
      userId: "local",
    }),
    "aws:index/getRegion:getRegion": (_inputs, { region }) => ({ name: region, region, id: region }),
    "aws:index/getPartition:getPartition": () => ({
      partition: "aws",
      dnsSuffix: "amazonaws.com",
      id: "aws",
    }),
    "aws:index/getAvailabilityZones:getAvailabilityZones": (_inputs, { region }) => ({
      names: ["a", "c", "d"].map((letter) => `${region}${letter}`),
      id: region,
    }),
  },
  plan: () => undefined,
});
