import { isDeepStrictEqual } from "node:util";
import { DescribeStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import { z } from "zod";
import { type Check, type Finding, green, red } from "./check.ts";
import { restored } from "./account-subject.ts";
import type { StageSubject } from "./subject.ts";

const declared = z.looseObject({ arn: z.string(), definition: z.string(), roleArn: z.string() });

/** The daily batch does what is declared, in its role. */
export const stateMachine: Check<StageSubject> = {
  name: "state-machine",
  look: async (subject) => {
    const sfn = new SFNClient({});
    const type = "aws:sfn/stateMachine:StateMachine";
    const found: Finding[] = [];
    try {
      for (const { name, state } of subject.resources.ofType(type, declared)) {
        const is = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: state.arn }));
        const differences = [
          is.status === "ACTIVE" ? [] : `is ${is.status}`,
          isDeepStrictEqual(JSON.parse(is.definition ?? "null"), JSON.parse(state.definition))
            ? []
            : "has another definition than declared",
          is.roleArn === state.roleArn ? [] : `acts as ${is.roleArn}, declared ${state.roleArn}`,
        ].flat();
        found.push(
          differences.length === 0
            ? green(`${name} is ACTIVE and as declared`)
            : red(`${name} (${state.arn}) ${differences.join("; ")}`, restored(subject)),
        );
      }
      return found;
    } finally {
      sfn.destroy();
    }
  },
};
