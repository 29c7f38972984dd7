import type { AwsJsonService } from "@ashiato/aws-json/serve-aws-json";
import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";
import type { Access } from "../access.ts";
import type { Guard } from "../guard.ts";
import type { WarehousePlan } from "./warehouse.ts";

type WorkgroupPlan = WarehousePlan["workgroups"][number];

/** Redshift Processing Units: https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-capacity.html */
const capacity = z.int().min(4).max(1024);

const named = z.looseObject({ workgroupName: z.string() });
const updated = z.strictObject({
  workgroupName: z.string(),
  baseCapacity: capacity.optional(),
  maxCapacity: capacity.optional(),
});

/**
 * The workgroups of Redshift Serverless: those that the program declares, until somebody changes or deletes
 * one. The next start of the stage has the declared ones again.
 */
export class Workgroups {
  readonly #workgroups: Map<string, WorkgroupPlan>;

  constructor(declared: readonly WorkgroupPlan[]) {
    this.#workgroups = new Map(declared.map((workgroup) => [workgroup.name, workgroup]));
  }

  find(name: string): WorkgroupPlan | undefined {
    return this.#workgroups.get(name);
  }

  /** GetWorkgroup, UpdateWorkgroup and DeleteWorkgroup. Throws ServiceError ResourceNotFoundException. */
  service(): AwsJsonService {
    return {
      targetPrefix: "RedshiftServerless",
      jsonVersion: "1.1",
      actions: {
        GetWorkgroup: async (input) => ({ workgroup: shown(this.#existing(input), "AVAILABLE") }),
        UpdateWorkgroup: async (input) => {
          const workgroup = this.#existing(input);
          const { baseCapacity, maxCapacity } = read(updated, input);
          const changed = {
            ...workgroup,
            ...(baseCapacity !== undefined && { baseCapacity }),
            ...(maxCapacity !== undefined && { maxCapacity }),
          };
          this.#workgroups.set(workgroup.name, changed);
          return { workgroup: shown(changed, "AVAILABLE") };
        },
        DeleteWorkgroup: async (input) => {
          const workgroup = this.#existing(input);
          this.#workgroups.delete(workgroup.name);
          return { workgroup: shown(workgroup, "DELETING") };
        },
      },
    };
  }

  /** Returns the guard of these actions, each of which needs the permission of its name. */
  guard(access: Access): Guard {
    return (principal, { action, input }) => {
      const { workgroupName } = named.partial().parse(input);
      const resource = (workgroupName === undefined ? undefined : this.find(workgroupName)?.arn) ?? "*";
      access.authorize({ principal, action: `redshift-serverless:${action}`, resource, context: {} });
      return undefined;
    };
  }

  #existing(input: unknown): WorkgroupPlan {
    const { workgroupName } = read(named, input);
    const found = this.find(workgroupName);
    if (!found) {
      throw new ServiceError("ResourceNotFoundException", `Workgroup ${workgroupName} not found`, {
        members: { resourceName: workgroupName },
      });
    }
    return found;
  }
}

/** Throws ServiceError ValidationException for an input that does not fit. */
function read<Shape extends z.ZodType>(schema: Shape, input: unknown): z.infer<Shape> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    throw new ServiceError("ValidationException", z.prettifyError(parsed.error));
  }
  return parsed.data;
}

function shown(
  { name, arn, namespaceName, baseCapacity, maxCapacity, publiclyAccessible }: WorkgroupPlan,
  status: string,
): object {
  return {
    workgroupName: name,
    workgroupArn: arn,
    namespaceName,
    status,
    baseCapacity,
    maxCapacity,
    publiclyAccessible,
  };
}
