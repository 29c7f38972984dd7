import { intakePrefix, uploadPrefix } from "@ashiato/core/intake-keys";
import { route } from "./authorization.ts";
import { below } from "./below.ts";
import { clientUsageTable, limitActions } from "./client-tables.ts";
import { functionAlarms } from "./function-alarms.ts";
import { deliverySettings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { inbox, lake } from "./storage.ts";

const uploads = new sst.aws.Function("Uploads", {
  handler: "packages/functions/src/uploads.handler",
  description: "Signs links to which files are uploaded, and returns what became of them",
  architecture: "arm64",
  memory: deliverySettings.memory,
  timeout: deliverySettings.timeout,
  link: [inbox, lake, clientUsageTable, settingsLink],
  permissions: [
    // Without ListBucket S3 answers 403 for a file that has not arrived.
    { actions: ["s3:ListBucket"], resources: [inbox.arn, lake.arn] },
    // A signed link has the permissions of its signer. HeadObject is allowed by GetObject.
    {
      actions: ["s3:GetObject", "s3:PutObject", "s3:ListMultipartUploadParts"],
      resources: below(inbox.arn, [""]),
    },
    { actions: ["s3:GetObject"], resources: below(lake.arn, [intakePrefix, uploadPrefix]) },
    { actions: ["s3:PutObject"], resources: below(lake.arn, [uploadPrefix]) },
    { actions: limitActions, resources: [clientUsageTable.arn] },
  ],
});

route("POST /v1/uploads", uploads);
route("GET /v1/uploads", uploads);
route("GET /v1/uploads/{upload}", uploads);
route("POST /v1/uploads/{upload}/complete", uploads);

functionAlarms({ Uploads: uploads });
