import type { Stores } from "../../fauxqs-parts.ts";
import { type ExpiryRule, readLifecycleRules } from "./lifecycle-rules.ts";

/** Returns the enabled lifecycle rules of a bucket: none for one that does not exist. */
export type BucketRules = (bucket: string) => readonly ExpiryRule[];

/** Returns how to find a bucket's rules, which are read once for each configuration. */
export function bucketRules(store: Stores["s3Store"]): BucketRules {
  const read = new Map<string, { xml: string; rules: readonly ExpiryRule[] }>();
  return (bucket) => {
    const xml = store.hasBucket(bucket) ? store.getBucketLifecycleConfiguration(bucket) : undefined;
    if (xml === undefined) {
      return [];
    }
    const known = read.get(bucket);
    const { rules } = known?.xml === xml ? known : { rules: readLifecycleRules(xml) ?? [] };
    read.set(bucket, { xml, rules });
    return rules;
  };
}
