import { Readable } from "node:stream";
import {
  GetObjectCommand,
  ListObjectsV2Command,
  S3ServiceException,
  type S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import type { Integrations } from "@ashiato/states/integrations/integrations";
import type { Invoke, SdkServices } from "../service.ts";
import { awsSdkIntegrations } from "./aws-sdk-integrations.ts";

/** The services that a state machine calls. */
export type CalledServices = {
  lambda: {
    invoke: Invoke;
    invokeAsynchronously: (functionName: string, payload: string) => void;
  };
  s3: S3Client;
  sdk: SdkServices;
};

/** Returns the stage's services as the interpreter of state machines calls them. */
export function statesIntegrations({ lambda, s3, sdk }: CalledServices): Integrations {
  return {
    lambda: {
      invoke: async ({ functionName, payload }) => {
        const result = await lambda.invoke(functionName, payload);
        return { ...result, executedVersion: "$LATEST", statusCode: 200 };
      },
      invokeAsynchronously: async ({ functionName, payload }) =>
        lambda.invokeAsynchronously(functionName, payload),
    },
    s3: {
      listObjectsV2: async ({ bucket, prefix, continuationToken, signal }) => {
        const page = await s3.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: continuationToken }),
          { abortSignal: signal },
        );
        return {
          objects: (page.Contents ?? []).map((object) => ({
            key: object.Key ?? "",
            size: object.Size ?? 0,
            etag: object.ETag ?? "",
            lastModified: object.LastModified ?? new Date(0),
            storageClass: object.StorageClass ?? "STANDARD",
          })),
          ...(page.NextContinuationToken && { nextContinuationToken: page.NextContinuationToken }),
        };
      },
      getObject: async ({ bucket, key, versionId, signal }) => {
        const { Body } = await s3.send(
          new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }),
          {
            abortSignal: signal,
          },
        );
        if (!(Body instanceof Readable)) {
          throw new S3ServiceException({ name: "NoSuchKey", $fault: "client", $metadata: {}, message: key });
        }
        return Body;
      },
      putObject: async ({ bucket, key, body }) => {
        // A result file may be larger than one request takes.
        await new Upload({
          client: s3,
          params: { Bucket: bucket, Key: key, Body: body },
          queueSize: 1,
        }).done();
      },
    },
    awsSdk: awsSdkIntegrations(sdk),
  };
}
