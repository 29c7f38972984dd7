import { S3Client } from "@aws-sdk/client-s3";

// Created outside the handlers, so that warm invocations reuse its connections:
// https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html#function-code
export const s3 = new S3Client({});
