import { shortHash } from "../../evaluate/resource-state.ts";
import { arn } from "../aws-names.ts";
import { type ConnectionData, stateOnly } from "../service.ts";
import { readConnections } from "./connections.ts";

/** EventBridge: the connections by whose credentials state machines call HTTP APIs. */
export const eventbridge = stateOnly({
  name: "eventbridge",
  kinds: {
    "aws:cloudwatch/eventConnection:EventConnection": {
      state: ({ name, inputs }, aws) => {
        const id = String(inputs["name"]);
        return { id, state: { arn: arn(aws, "events", `connection/${id}/${shortHash(name)}`) } };
      },
    },
  },
  plan: (declared) => ({
    connections: new Map<string, ConnectionData>(
      readConnections(declared).map(({ arn: connectionArn, data }) => [connectionArn, data]),
    ),
  }),
});
