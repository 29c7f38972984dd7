import { SQSClient } from "@aws-sdk/client-sqs";

// Separate from the other clients, so that only the functions that use it bundle it.
export const sqs = new SQSClient({});
