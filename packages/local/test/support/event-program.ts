/** A program with rules on the default bus and a bus of its own, and a target of each kind. */
export const eventProgram = `
  const queue = new sst.aws.Queue("Seen");
  const closed = new sst.aws.Queue("Closed", { transform: { queue: { name: "closed" } } });
  const dead = new sst.aws.Queue("Dead");
  const source = (service) => JSON.stringify({
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
  });
  const allow = (Action, Resource) => [{ name: "do", policy: $jsonStringify({ Statement: [{ Effect: "Allow", Action, Resource }] }) }];
  for (const [name, target] of Object.entries({ Seen: queue, Dead: dead })) {
    new aws.sqs.QueuePolicy(name + "EventsPolicy", {
      queueUrl: target.url,
      policy: $jsonStringify({ Statement: [{
        Effect: "Allow", Action: "sqs:SendMessage", Resource: target.arn,
        Principal: { Service: "events.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": "000000000000" } },
      }] }),
    });
  }
  const to = (name, eventPattern, target) => {
    const rule = new aws.cloudwatch.EventRule(name, { name, eventPattern: JSON.stringify(eventPattern) });
    new aws.cloudwatch.EventTarget(name + "Target", { rule: rule.name, targetId: "only", arn: queue.arn, ...target });
    return rule;
  };
  to("orders", { source: ["shop"], detail: { amount: [{ numeric: [">", 100] }] } }, {
    inputTransformer: {
      inputPaths: { id: "$.detail.id", amount: "$.detail.amount" },
      inputTemplate: '{"order": <id>, "text": "<id> costs <amount>"}',
    },
  });
  to("services", { source: ["aws.states", "aws.redshift-data"], detail: { status: ["SUCCEEDED", { exists: false }] } });
  to("files", { source: ["aws.s3"], detail: { object: { key: [{ prefix: "inbox/" }] } } });
  to("refused", { source: ["refused"] }, { arn: closed.arn, deadLetterConfig: { arn: dead.arn } });

  const echo = new sst.aws.Function("Echo", { handler: "echo.handler" });
  const bus = new sst.aws.Bus("Shop");
  bus.subscribe("Subscriber", echo.arn, { pattern: { source: ["shop"] } });
  bus.subscribeQueue("Subscribed", queue.arn, { pattern: { source: ["shop"], detailType: ["Paid"] } });

  const putting = new aws.iam.Role("Putting", {
    name: "putting", assumeRolePolicy: source("states.amazonaws.com"), inlinePolicies: allow("events:PutEvents", bus.arn),
  });
  const machine = new aws.sfn.StateMachine("Putter", {
    name: "putter", roleArn: putting.arn,
    definition: JSON.stringify({ QueryLanguage: "JSONata", StartAt: "Put", States: { Put: {
      Type: "Task", Resource: "arn:aws:states:::events:putEvents", End: true,
      Arguments: { Entries: "{% $states.input.entries %}" },
    } } }),
  });
  const started = new aws.sfn.StateMachine("Started", {
    name: "started", roleArn: putting.arn,
    definition: JSON.stringify({ StartAt: "End", States: { End: { Type: "Pass", End: true } } }),
  });
  const starting = new aws.iam.Role("Starting", {
    name: "starting", assumeRolePolicy: source("events.amazonaws.com"), inlinePolicies: allow("states:StartExecution", started.arn),
  });
  to("start", { source: ["starter"] }, { arn: started.arn, roleArn: starting.arn, inputPath: "$.detail" });

  const topic = new sst.aws.SnsTopic("Told");
  new aws.sns.TopicPolicy("ToldPolicy", {
    arn: topic.arn,
    policy: $jsonStringify({ Statement: [{
      Effect: "Allow", Action: "sns:Publish", Resource: topic.arn, Principal: { Service: "events.amazonaws.com" },
    }] }),
  });
  to("told", { source: ["teller"] }, { arn: topic.arn, inputPath: "$.detail" });

  const files = new sst.aws.Bucket("Files");
  new aws.s3.BucketNotification("FilesEvents", { bucket: files.name, eventbridge: true });
  const versions = new sst.aws.Bucket("Versions", { versioning: true });
  new aws.s3.BucketNotification("VersionsEvents", { bucket: versions.name, eventbridge: true });
  const namespace = new aws.redshiftserverless.Namespace("Space", { namespaceName: "fixture", dbName: "dev" });
  new aws.redshiftserverless.Workgroup("Group", { workgroupName: "fixture", namespaceName: namespace.namespaceName });
  return {
    queueUrl: queue.url, deadUrl: dead.url, bus: bus.name, topicArn: topic.arn, bucket: files.name, versionedBucket: versions.name,
    putter: machine.arn, started: started.arn, functionName: echo.name,
  };
`;
