import {
  GetWorkgroupCommand,
  RedshiftServerlessClient,
  ResourceNotFoundException,
} from "@aws-sdk/client-redshift-serverless";
import { z } from "zod";
import { type Check, green, red } from "./check.ts";
import { restored } from "./account-subject.ts";
import type { StageSubject } from "./subject.ts";

const declared = z.looseObject({
  workgroupName: z.string(),
  baseCapacity: z.number(),
  maxCapacity: z.number(),
});

/** The warehouse takes statements, and costs what is declared. */
export const workgroup: Check<StageSubject> = {
  name: "workgroup",
  look: async (subject) => {
    const redshift = new RedshiftServerlessClient({});
    const type = "aws:redshiftserverless/workgroup:Workgroup";
    try {
      return await Promise.all(
        subject.resources.ofType(type, declared).map(async ({ state }) => {
          const { workgroupName, baseCapacity, maxCapacity } = state;
          const { workgroup: is } = await redshift.send(new GetWorkgroupCommand({ workgroupName }));
          const differences = [
            is?.status === "AVAILABLE" ? [] : `is ${is?.status}`,
            is?.baseCapacity === baseCapacity
              ? []
              : `has a base capacity of ${is?.baseCapacity} RPU, declared ${baseCapacity}`,
            is?.maxCapacity === maxCapacity
              ? []
              : `has a maximum of ${is?.maxCapacity} RPU, declared ${maxCapacity}`,
          ].flat();
          return differences.length === 0
            ? green(`${workgroupName} is AVAILABLE, ${baseCapacity} to ${maxCapacity} RPU`)
            : red(`${workgroupName} ${differences.join("; ")}`, restored(subject));
        }),
      );
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) {
        throw error;
      }
      return [red(`${subject.stage.workgroupName} is not there`, restored(subject))];
    } finally {
      redshift.destroy();
    }
  },
};
