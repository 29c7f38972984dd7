import path from "node:path";
import { openWarehouse, type WarehouseOptions } from "@ashiato/redshift/service";
import * as redshift from "@aws-sdk/client-redshift-data";
import type { S3Client } from "@aws-sdk/client-s3";
import { setAsideIfDamaged } from "../../disk/sound-database.ts";
import type { SessionCredentials } from "../../http/access-key.ts";
import { shortHash } from "../../evaluate/resource-state.ts";
import { arn } from "../aws-names.ts";
import { destroyWithStage } from "../destroy-with-stage.ts";
import { type LocalService, localAccountId, type SdkServicesAs } from "../service.ts";
import { dataApiGuard } from "./guard.ts";
import { runStatements } from "./run-statements.ts";
import { readWarehouse, type WarehousePlan } from "./warehouse.ts";
import { warehouseRoles } from "./warehouse-roles.ts";
import { type DiskObjects, warehouseStorage } from "./warehouse-storage.ts";
import { Workgroups } from "./workgroups.ts";

const folder = "warehouse";

type Needs = {
  s3: S3Client;
  s3As: (credentials: () => Promise<SessionCredentials>) => S3Client;
  objectPath: DiskObjects["objectPath"];
  linkPart: DiskObjects["linkPart"];
  /** Puts the event of a statement that was submitted WithEvent onto the default event bus. */
  onEvent: NonNullable<WarehouseOptions["onEvent"]>;
  /** ARNs of the roles that the program declares: UNLOAD and external schemas may name only these. */
  iamRoles: readonly string[];
};

/** Redshift Serverless with its Data API, by packages/redshift, and the Glue tables that it reads. */
export const redshiftData: LocalService<
  "redshiftData",
  WarehousePlan,
  { url: string },
  Needs,
  { sdkAs: SdkServicesAs },
  { redshiftData: string; redshiftServerless: string }
> = {
  name: "redshiftData",
  folder,
  kinds: {
    "aws:redshiftserverless/namespace:Namespace": {
      state: ({ name, inputs }, aws) => {
        const namespace = String(inputs["namespaceName"]);
        const id = shortHash(name);
        const secret = `secret:redshift!${namespace}-admin-${id.slice(0, 6)}`;
        return {
          id: namespace,
          state: {
            arn: arn(aws, "redshift-serverless", `namespace/${id}`),
            namespaceId: id,
            adminPasswordSecretArn: arn(aws, "secretsmanager", secret),
          },
        };
      },
    },
    "aws:redshiftserverless/workgroup:Workgroup": {
      state: ({ name, inputs }, aws) => {
        const id = shortHash(name);
        return {
          id: String(inputs["workgroupName"]),
          state: { arn: arn(aws, "redshift-serverless", `workgroup/${id}`), workgroupId: id },
        };
      },
    },
    "aws:redshiftserverless/usageLimit:UsageLimit": { unserved: "usage is not limited" },
    "aws:redshiftdata/statement:Statement": {},
    "aws:glue/catalogDatabase:CatalogDatabase": {},
    "aws:glue/catalogTable:CatalogTable": {},
  },
  open: async ({ directory, setAside, awsJson: { url } }) => {
    setAsideIfDamaged(path.join(directory, folder, "warehouse.sqlite"), setAside);
    return { url };
  },
  endpoints: ({ url }) => ({ redshiftData: url, redshiftServerless: url }),
  plan: readWarehouse,
  serve: async ({ start, door, plan, needs }) => {
    const { access, region, started } = start;
    const warehouse = await openWarehouse({
      region: start.region,
      accountId: localAccountId,
      workgroups: plan.workgroups,
      catalog: plan.catalog,
      iamRoles: needs.iamRoles,
      externalSchemas: [],
      storage: warehouseStorage(needs.s3, needs),
      actAs: warehouseRoles(needs, access, region),
      clock: { now: Date.now },
      directory: path.join(start.directory, folder),
      onEvent: needs.onEvent,
    });
    const { service } = warehouse;
    start.started.defer(() => warehouse.close());
    const workgroups = new Workgroups(plan.workgroups);
    start.awsJson.add(service, {
      signingName: "redshift-data",
      guard: dataApiGuard(access, workgroups),
    });
    start.awsJson.add(workgroups.service(), {
      signingName: "redshift-serverless",
      guard: workgroups.guard(access),
    });
    await runStatements(plan.statements, service);
    const keep = destroyWithStage(started);
    return {
      sdkAs: (credentials) => {
        const client = keep(new redshift.RedshiftDataClient({ region, credentials, endpoint: door.url }));
        return { redshiftdata: { client, sdk: redshift } };
      },
    };
  },
};
