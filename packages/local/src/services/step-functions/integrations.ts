import { Readable } from "node:stream";
import { GetObjectCommand, ListObjectsV2Command, S3ServiceException } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import type { Integrations } from "@ashiato/states/integrations/integrations";
import { sdkClients } from "@ashiato/states/integrations/sdk-clients";
import type { Session } from "../access.ts";
import type { Guard } from "../guard.ts";
import { type CalledServices, freshCredentials } from "./called-services.ts";
import { type HttpNeighbours, sendHttp } from "./send-http.ts";

/** As whom, and with what, a state machine calls. */
export type MachineCaller = {
  /** Returns a new session of the machine's role. */
  session: () => Session;
  /** Asked before an action of Step Functions itself. */
  guard: Guard;
  apiUrl: HttpNeighbours["apiUrl"];
};

/** Returns the stage's services as the interpreter calls them for the machines of one role. */
export function statesIntegrations(
  { lambda, s3As, sdkAs, connections }: CalledServices,
  { session, guard, apiUrl }: MachineCaller,
): Integrations {
  const credentials = freshCredentials(session);
  const s3 = s3As(credentials);
  return {
    authorizeOwn: (action, input) => {
      guard(session().principal, { action, input });
    },
    lambda: {
      invoke: async ({ functionName, payload }) => {
        lambda.authorize(session().principal, functionName);
        const result = await lambda.invoke(functionName, payload);
        return { ...result, executedVersion: "$LATEST", statusCode: 200 };
      },
      invokeAsynchronously: async ({ functionName, payload }) => {
        lambda.authorize(session().principal, functionName);
        lambda.invokeAsynchronously(functionName, payload);
      },
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
    awsSdk: sdkClients(sdkAs(credentials)),
    http: sendHttp({ connections, apiUrl }),
  };
}
