import { SQSClient } from "@aws-sdk/client-sqs";

// A file of its own, so that a function bundles the clients that it uses and no others.
export const sqs = new SQSClient({});
