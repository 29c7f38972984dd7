import { rejectedFolder, rejectedFolders } from "@ashiato/core/rejected-keys";
import { metricDimensions, metricNamespace, rejectMetrics } from "@ashiato/core/metrics";
import { alarm } from "./alarm.ts";

// These were confirmed to their senders, who may have deleted them: a person must look.
for (const folder of rejectedFolders) {
  const { phase, metric } = rejectMetrics[folder];
  alarm(`Rejected${folder.charAt(0).toUpperCase()}${folder.slice(1)}Alarm`, {
    description: `Reports that were accepted are in no export, but in ${rejectedFolder(folder)}. See docs/operations.md, Replay rejected rows.`,
    namespace: metricNamespace,
    metric,
    dimensions: metricDimensions(phase, $app.stage),
    statistic: "Sum",
    threshold: 0,
    periodSeconds: 300,
  });
}
