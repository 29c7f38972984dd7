/** A list price in US dollars, without taxes, free tiers or commitments. */
type Price = {
  usd: number;
  /** What it buys: `million requests`. */
  per: string;
  /** Where the price was found, and on which day its source, or we, read it. */
  source: string;
  asOf: string;
};

type PriceName =
  | "httpApi"
  | "httpApiAbove"
  | "lambdaRequests"
  | "lambdaGigabyteSeconds"
  | "sqs"
  | "s3Put"
  | "s3Get"
  | "s3Storage"
  | "transitions"
  | "rpuHours"
  | "logs"
  | "egress"
  | "alarms"
  | "dashboards"
  | "customMetrics"
  | "secrets"
  | "firehoseIngest"
  | "firehosePartitioning"
  | "firehoseObjects"
  | "sftpHours"
  | "sftpUploads";

type Prices = Record<PriceName, Price>;

const asOf = "2026-11-25";
const costGuide =
  "docs.aws.amazon.com/whitepapers/latest/best-practices-api-gateway-private-apis-integration";
const rpuBlog =
  "aws.amazon.com/blogs/big-data/amazon-redshift-serverless-at-4-rpus-high-value-analytics-at-low-cost";
const rpuTokyo = "dev.classmethod.jp/articles/20250701-amazon-redshift-rpu-4";
const priceList = { source: "AWS Price List API, as quoted in public", asOf: "2026-09-23" };
const unconfirmed = (page: string) => ({ source: `aws.amazon.com/${page}, not confirmed`, asOf });

const everywhere = {
  lambdaRequests: { usd: 0.2, per: "million", source: "cloudchipr.com/blog/aws-lambda-pricing", asOf },
  lambdaGigabyteSeconds: {
    usd: 0.0000133334,
    per: "GB-second on arm64",
    source: "cloudchipr.com/blog/aws-lambda-pricing",
    asOf,
  },
  transitions: { usd: 0.025, per: "thousand", source: "aws.amazon.com/step-functions/pricing", asOf },
  alarms: { usd: 0.1, per: "alarm and month", ...unconfirmed("cloudwatch/pricing") },
  dashboards: { usd: 3, per: "dashboard and month", ...unconfirmed("cloudwatch/pricing") },
  customMetrics: { usd: 0.3, per: "metric and month", ...unconfirmed("cloudwatch/pricing") },
  secrets: { usd: 0.4, per: "secret and month", ...unconfirmed("secrets-manager/pricing") },
  sftpHours: { usd: 0.3, per: "hour of a server", ...unconfirmed("aws-transfer-family/pricing") },
  sftpUploads: { usd: 0.04, per: "GB", ...unconfirmed("aws-transfer-family/pricing") },
} satisfies Partial<Prices>;

/** Virginia's rates, for every region: the rates of other regions were not found. */
const firehose = {
  firehoseIngest: { usd: 0.029, per: "GB of us-east-1", ...unconfirmed("firehose/pricing") },
  firehosePartitioning: { usd: 0.02, per: "GB of us-east-1", ...unconfirmed("firehose/pricing") },
  firehoseObjects: { usd: 0.005, per: "thousand objects of us-east-1", ...unconfirmed("firehose/pricing") },
} satisfies Partial<Prices>;

const regions: Record<string, Prices> = {
  "us-east-1": {
    ...everywhere,
    ...firehose,
    httpApi: { usd: 1, per: "million of the first 300 million", source: costGuide, asOf },
    httpApiAbove: { usd: 0.9, per: "million above them", source: costGuide, asOf },
    sqs: { usd: 0.4, per: "million", ...unconfirmed("sqs/pricing") },
    s3Put: { usd: 0.005, per: "thousand", source: "c3x.dev/blog/s3-request-fees-explained", asOf },
    s3Get: { usd: 0.0004, per: "thousand", source: "c3x.dev/blog/s3-request-fees-explained", asOf },
    s3Storage: { usd: 0.023, per: "GB-month", source: "c3x.dev/blog/s3-request-fees-explained", asOf },
    rpuHours: { usd: 0.375, per: "RPU-hour", source: rpuBlog, asOf },
    logs: { usd: 0.5, per: "GB", ...unconfirmed("cloudwatch/pricing") },
    egress: { usd: 0.09, per: "GB", ...unconfirmed("ec2/pricing/on-demand") },
  },
  "ap-northeast-1": {
    ...everywhere,
    ...firehose,
    httpApi: { usd: 1.29, per: "million of the first 300 million", ...priceList },
    httpApiAbove: { usd: 1.18, per: "million above them", ...unconfirmed("api-gateway/pricing") },
    sqs: { usd: 0.4, per: "million", ...priceList },
    s3Put: { usd: 0.0047, per: "thousand", ...priceList },
    s3Get: { usd: 0.00037, per: "thousand", ...priceList },
    s3Storage: { usd: 0.025, per: "GB-month", ...priceList },
    rpuHours: { usd: 0.494, per: "RPU-hour", source: rpuTokyo, asOf: "2025-07-01" },
    logs: { usd: 0.76, per: "GB", ...priceList },
    egress: { usd: 0.114, per: "GB", ...priceList },
  },
};

/** Regions with known prices. */
export const pricedRegions: readonly string[] = Object.keys(regions);

/** Returns the prices of a region; undefined if they are not known. */
export function findPrices(region: string): Prices | undefined {
  return Object.hasOwn(regions, region) ? regions[region] : undefined;
}

/** Returns the prices of a region. Throws RangeError, naming the known regions, for any other. */
export function pricesOf(region: string): Prices {
  const prices = findPrices(region);
  if (prices === undefined) {
    throw new RangeError(`There are no prices of ${region}; known are ${pricedRegions.join(", ")}`);
  }
  return prices;
}
