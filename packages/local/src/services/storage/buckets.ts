import { z } from "zod";
import type { DeclaredResource } from "../../evaluate/declared-app.ts";
import { ofType } from "../declared.ts";

export type BucketPlan = { name: string };

export function readBuckets(resources: readonly DeclaredResource[]): BucketPlan[] {
  return ofType(resources, "aws:s3/bucket:Bucket", z.looseObject({ bucket: z.string() })).map(
    ({ state }) => ({
      name: state.bucket,
    }),
  );
}
