import { detailTypes, eventSource } from "@ashiato/core/events/app-event";
import { exportPrefix } from "@ashiato/core/export-keys";
import { runPrefix } from "@ashiato/core/run-keys";
import { below } from "./below.ts";
import { eventRule } from "./event-rule.ts";
import { events } from "./events.ts";
import { functionAlarms } from "./function-alarms.ts";
import { consume, functionQueue } from "./function-queue.ts";
import { pictureSettings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { admitRules } from "./stage-rules.ts";
import { downloads, lake } from "./storage.ts";
import { readResults, runStatements, warehouseLink } from "./warehouse.ts";

if (pictureSettings.drawn) {
  const { queue } = functionQueue("Pictures", {
    visibilityTimeout: pictureSettings.visibility,
    attempts: pictureSettings.attempts,
    alarmAgeSeconds: pictureSettings.alarmAgeSeconds,
    dead: "A day has no picture: see the log of DrawPictures, and docs/operations.md, A day has no picture.",
    waiting: "Pictures of days wait: DrawPictures fails, or its queue no longer invokes it.",
  });
  admitRules("Pictures", queue);

  eventRule("ExportsForPictures", {
    description: "A version that was published whole, for its picture",
    bus: events,
    // Late rows get no picture of their own: a night's work follows from its new rows, not from its dates.
    pattern: {
      source: [eventSource],
      "detail-type": [detailTypes["exports.published"]],
      detail: { data: { kind: ["whole"] } },
    },
    target: { id: "Pictures", arn: queue.arn },
  });

  const draw = new sst.aws.Function("DrawPictures", {
    handler: "packages/functions/src/pictures-draw.handler",
    description: "Counts a day that was published, for the page that shows it",
    architecture: "arm64",
    memory: pictureSettings.memory,
    timeout: pictureSettings.timeout,
    link: [lake, downloads, settingsLink, warehouseLink],
    permissions: [
      consume(queue),
      { actions: ["s3:ListBucket"], resources: [lake.arn, downloads.arn] },
      { actions: ["s3:GetObject"], resources: below(downloads.arn, [exportPrefix]) },
      {
        actions: ["s3:PutObject"],
        resources: [$interpolate`${downloads.arn}/${exportPrefix}*/picture.json.gz`],
      },
      { actions: ["s3:GetObject"], resources: below(lake.arn, [runPrefix]) },
      ...runStatements,
      readResults,
    ],
  });

  queue.subscribe(draw.arn, {
    batch: { size: 1 },
    transform: {
      eventSourceMapping: { scalingConfig: { maximumConcurrency: pictureSettings.maxConcurrency } },
    },
  });

  functionAlarms({ DrawPictures: draw });
}
