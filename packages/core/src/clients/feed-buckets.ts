/** A bucket of a client that was opened to the stage's feeds, and the account that owns it. */
export type FeedBucket = { bucket: string; account: string };

/**
 * Reads the setting `feedBuckets`: `<bucket>:<account>`, joined by commas, or `none`. The account is named so
 * that nothing is sent to whoever takes the name of a bucket that was removed. Throws RangeError for any
 * other text.
 */
export function readFeedBuckets(setting: string): FeedBucket[] {
  if (setting === "none") {
    return [];
  }
  return setting
    .split(",")
    .map((each) => each.trim())
    .map((each) => {
      const [, bucket, account] = /^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9]):(\d{12})$/.exec(each) ?? [];
      if (bucket === undefined || account === undefined) {
        throw new RangeError(
          `ASHIATO_FEED_BUCKETS takes <bucket>:<account of 12 digits>, joined by commas, got ${JSON.stringify(each)}`,
        );
      }
      return { bucket, account };
    });
}
