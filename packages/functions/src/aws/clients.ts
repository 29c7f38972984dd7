import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";

// One client for each service and process, made outside the handlers so that warm invocations keep their connections:
// https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html#function-code
export const s3 = new S3Client({});
export const sqs = new SQSClient({});
