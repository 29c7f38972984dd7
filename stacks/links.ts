// SST's own links grant every action on the linked resource (`s3:*`, `sqs:*`). Here a link only passes the
// resource's name to a function; each function lists the actions that it needs, on the prefixes for which it
// needs them.
sst.Linkable.wrap(sst.aws.Bucket, (bucket: sst.aws.Bucket) => ({ properties: { name: bucket.name } }));
sst.Linkable.wrap(sst.aws.Dynamo, (table: sst.aws.Dynamo) => ({ properties: { name: table.name } }));
sst.Linkable.wrap(sst.aws.Queue, (queue: sst.aws.Queue) => ({ properties: { url: queue.url } }));
sst.Linkable.wrap(sst.aws.ApiGatewayWebSocket, (api: sst.aws.ApiGatewayWebSocket) => ({
  properties: { url: api.url, managementEndpoint: api.managementEndpoint },
}));
sst.Linkable.wrap(sst.aws.Bus, (bus: sst.aws.Bus) => ({ properties: { name: bus.name } }));
