import { account } from "./account/account.ts";
import { cloudwatchLogs } from "./cloudwatch-logs/cloudwatch-logs.ts";
import { cloudwatch } from "./cloudwatch/cloudwatch.ts";
import { dynamodb } from "./dynamodb/dynamodb.ts";
import { ec2 } from "./ec2/ec2.ts";
import { eventSourceMappings } from "./event-source-mappings/event-source-mappings.ts";
import { eventbridge } from "./eventbridge/eventbridge.ts";
import { httpApi } from "./http-api/http-api.ts";
import { iam } from "./iam/iam.ts";
import { kms } from "./kms/kms.ts";
import { lambda } from "./lambda/lambda.ts";
import { random } from "./random/random.ts";
import { redshiftData } from "./redshift-data/redshift-data.ts";
import { scheduler } from "./scheduler/scheduler.ts";
import { localAccountId } from "./service.ts";
import { serviceList } from "./service-list.ts";
import { stepFunctions } from "./step-functions/step-functions.ts";
import { storage } from "./storage/storage.ts";
import { transfer } from "./transfer/transfer.ts";
import { webSocketApi } from "./websocket-api/websocket-api.ts";

/**
 * Every service of the local stage, in the order in which they are opened and served, each with what it gets
 * from those before it. The scheduler is last, because its targets must exist by then.
 */
export const services = serviceList()
  .add(account)
  .add(iam)
  .add(ec2)
  .add(random)
  .add(kms)
  .addWith(storage, ({ plans }) => ({ keys: plans.kms.keys }))
  .add(dynamodb)
  .add(cloudwatchLogs)
  .addWith(
    cloudwatch,
    ({
      running: {
        storage: { publish, queueDepths },
        cloudwatchLogs: { readBy, flush },
      },
    }) => ({
      publish,
      queueDepths,
      readLogs: readBy,
      flushLogs: flush,
    }),
  )
  .addWith(lambda, ({ running }) => ({ writeLog: running.cloudwatchLogs.write }))
  .addWith(eventSourceMappings, ({ doors, plans, running }) => ({
    functions: plans.lambda.functions,
    invoke: running.lambda.invoke,
    sqsAs: running.storage.sqsAs,
    queueUrl: (name) => `${doors.storage.url}/${localAccountId}/${name}`,
  }))
  .addWith(eventbridge, ({ plans, running: { storage: stored, lambda: functions } }) => ({
    s3: stored.s3,
    sqs: stored.sqs,
    sns: stored.sns,
    watchObjects: stored.watchObjects,
    buckets: plans.storage.eventBuckets,
    invokeAsynchronously: functions.invokeAsynchronously,
  }))
  .addWith(
    redshiftData,
    ({
      plans,
      running: {
        storage: { s3, s3As, objectPath, linkPart },
        eventbridge: { put: onEvent },
      },
    }) => ({
      onEvent,
      s3,
      s3As,
      objectPath,
      linkPart,
      iamRoles: plans.iam.roles.map(({ arn }) => arn),
    }),
  )
  .addWith(stepFunctions, ({ plans, running }) => ({
    lambda: running.lambda,
    s3As: running.storage.s3As,
    sdkAs: (credentials) => ({
      ...running.storage.sdkAs(credentials),
      ...running.dynamodb.sdkAs(credentials),
      ...running.lambda.sdkAs(credentials),
      ...running.eventbridge.sdkAs(credentials),
      ...running.redshiftData.sdkAs(credentials),
    }),
    connections: plans.eventbridge.connections,
    onStatusChange: running.eventbridge.put,
    writeLog: running.cloudwatchLogs.write,
    onServed: running.eventbridge.tellMachines,
  }))
  .addWith(httpApi, ({ doors, running }) => ({
    invoke: running.lambda.invoke,
    identity: doors.storage.identity,
    writeLog: running.cloudwatchLogs.write,
    onServed: running.stepFunctions.tellApis,
  }))
  .addWith(webSocketApi, ({ running }) => ({
    invoke: running.lambda.invoke,
    writeLog: running.cloudwatchLogs.write,
  }))
  .addWith(transfer, ({ running }) => ({
    s3As: running.storage.s3As,
    writeLog: running.cloudwatchLogs.write,
  }))
  .addWith(scheduler, ({ running }) => ({
    targets: new Map([...running.lambda.targets, ...running.stepFunctions.targets]),
  }));
