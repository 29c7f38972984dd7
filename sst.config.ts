/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  app(input) {
    return {
      name: "ashiato",
      home: "aws",
      // A production stage keeps its buckets when it is removed, and `sst remove` refuses to touch it.
      removal: input.stage === "production" ? "retain" : "remove",
      protect: input.stage === "production",
      providers: { aws: { region: "ap-northeast-1" } },
    };
  },
  async run() {
    await import("./stacks/links.ts");
    await import("./stacks/trust.ts");
    await import("./stacks/bundles.ts");
    await import("./stacks/tracing.ts");
    const { lake, downloads, inbox } = await import("./stacks/storage.ts");
    const { notifications, notified } = await import("./stacks/notifications.ts");
    const { api } = await import("./stacks/api.ts");
    const { deadReports, reports } = await import("./stacks/receive.ts");
    const { store } = await import("./stacks/store.ts");
    await import("./stacks/positions.ts");
    const { workgroup, warehouseSecretArn } = await import("./stacks/warehouse.ts");
    const { dailyBatch } = await import("./stacks/daily-batch.ts");
    const { deliverFeed } = await import("./stacks/feed-functions.ts");
    await import("./stacks/delivery.ts");
    await import("./stacks/console.ts");
    await import("./stacks/live-exports.ts");
    await import("./stacks/reconcile.ts");
    await import("./stacks/clients.ts");
    await import("./stacks/feeds.ts");
    const { fileIntake } = await import("./stacks/intake.ts");
    await import("./stacks/uploads.ts");
    const { sftpUrl } = await import("./stacks/sftp.ts");
    const { events } = await import("./stacks/events.ts");
    await import("./stacks/pictures.ts");
    const { live } = await import("./stacks/live-api.ts");
    await import("./stacks/live.ts");
    await import("./stacks/sessions.ts");
    await import("./stacks/webhooks.ts");
    await import("./stacks/rejects.ts");
    // After all that declare queues of dead letters.
    await import("./stacks/status.ts");
    await import("./stacks/dashboard.ts");
    const { batchSettings, functionSettings, storeSettings, warehouseSettings } =
      await import("./stacks/settings.ts");

    return {
      stage: $app.stage,
      timeZone: functionSettings.timeZone,
      apiUrl: api.url,
      liveUrl: live.url,
      reportsQueueUrl: reports.url,
      reportsQueueName: reports.nodes.queue.name,
      deadReportsQueueUrl: deadReports.url,
      deadReportsQueueArn: deadReports.arn,
      storeFunction: store.name,
      storeSchedule: storeSettings.schedule,
      lakeBucket: lake.name,
      downloadsBucket: downloads.name,
      inboxBucket: inbox.name,
      dailyBatchArn: dailyBatch.arn,
      feedRoleArn: deliverFeed.nodes.role.arn,
      fileIntakeArn: fileIntake.arn,
      eventBus: events.name,
      ...(sftpUrl && { sftpUrl }),
      dailyBatchSchedule: batchSettings.schedule,
      workgroupName: workgroup.workgroupName,
      database: warehouseSettings.database,
      warehouseSecretArn,
      notificationsTopicArn: notifications.arn,
      notified,
    };
  },
});
