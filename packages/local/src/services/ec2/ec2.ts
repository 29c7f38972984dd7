import { stateOnly } from "../service.ts";

const unserved = "all services are on loopback";

export const ec2 = stateOnly({
  name: "ec2",
  kinds: {
    "aws:ec2/vpc:Vpc": { unserved },
    "aws:ec2/subnet:Subnet": { unserved },
    "aws:ec2/securityGroup:SecurityGroup": { unserved },
  },
  plan: () => undefined,
});
