import type { DeclaredFileCosts } from "@ashiato/core/cost/files";
import type { DeclaredCosts } from "@ashiato/core/cost/month";
import type { DeclaredApp } from "@ashiato/local/evaluate/declared-app";
import { z } from "zod";

/** Returns the inputs for a month's bill. Throws an Error if the program does not declare them. */
export function declaredCosts({ resources }: DeclaredApp): DeclaredCosts & DeclaredFileCosts {
  const numberOf = (type: string, name: string, field: string): number => {
    const found = resources.find((resource) => resource.type === type && resource.name === name);
    const value = z.number().safeParse(found?.inputs[field]);
    if (!value.success) {
      throw new Error(`The program declares no ${field} of ${name}, which its cost follows from`);
    }
    return value.data;
  };
  const count = (type: string) => resources.filter((resource) => resource.type === type).length;
  const memory = (name: string) => numberOf("aws:lambda/function:Function", `${name}Function`, "memorySize");
  const workgroup = "aws:redshiftserverless/workgroup:Workgroup";
  return {
    receiveMegabytes: memory("Receive"),
    authorizeMegabytes: memory("Authorize"),
    storeMegabytes: memory("Store"),
    distributeMegabytes: memory("Distribute"),
    storeEverySeconds: storeEverySeconds(resources),
    authorizationCachedSeconds: Math.max(
      ...resources.map(({ inputs }) => Number(inputs["authorizerResultTtlInSeconds"] ?? 0)),
    ),
    baseCapacity: numberOf(workgroup, "WarehouseWorkgroup", "baseCapacity"),
    maxCapacity: numberOf(workgroup, "WarehouseWorkgroup", "maxCapacity"),
    usageLimitPerDay: numberOf(
      "aws:redshiftserverless/usageLimit:UsageLimit",
      "WarehouseUsageLimit",
      "amount",
    ),
    alarms: count("aws:cloudwatch/metricAlarm:MetricAlarm"),
    dashboards: count("aws:cloudwatch/dashboard:Dashboard"),
    sftpServers: count("aws:transfer/server:Server"),
    convertMegabytes: memory("IntakeConvert"),
    partBytes: partBytes(resources),
  };
}

/** Of the definition of `FileIntake`, which carries it. */
function partBytes(resources: DeclaredApp["resources"]): number {
  const definitions = resources.map(({ inputs: { definition } }) => definition);
  const [found] = definitions.flatMap((text) =>
    typeof text === "string" ? (/"partBytes":(\d+)/.exec(text)?.[1] ?? []) : [],
  );
  if (found === undefined) {
    throw new Error("The program declares no size of a file's parts, which its cost follows from");
  }
  return Number(found);
}

function storeEverySeconds(resources: DeclaredApp["resources"]): number {
  const minutes = resources.flatMap(({ inputs: { scheduleExpression: text } }) =>
    typeof text === "string" ? (/^rate\((\d+) minutes\)$/.exec(text)?.[1] ?? []) : [],
  );
  if (minutes[0] === undefined) {
    throw new Error("The program declares no drain at a rate of minutes, which its cost follows from");
  }
  return Number(minutes[0]) * 60;
}
