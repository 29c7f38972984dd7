import { pricesOf } from "./prices.ts";

/** The parts of the declared program that cost something. */
export type DeclaredCosts = {
  receiveMegabytes: number;
  authorizeMegabytes: number;
  storeMegabytes: number;
  distributeMegabytes: number;
  refreshPositionsMegabytes: number;
  storeEverySeconds: number;
  authorizationCachedSeconds: number;
  baseCapacity: number;
  maxCapacity: number;
  usageLimitPerDay: number;
  alarms: number;
  dashboards: number;
  /** Servers of Transfer Family, each with the one protocol SFTP. */
  sftpServers: number;
};

export type Load = { reportsPerDay: number; batch: number; region: string };

/** A line of the bill: dollars a month. */
export type CostLine = { service: string; what: string; usd: number };

/** What is not declared but measured or assumed; docs/cost.md says which is which. */
export const assumptions = {
  days: 30,
  /** One report as JSON with the usual keys. */
  reportBytes: 200,
  /** One row of CSV; gzip makes it a fifth. */
  rowBytes: 110,
  gzipShare: 0.2,
  /** The share of the CSV's bytes that Parquet takes. */
  parquetShare: 0.4,
  receiveMilliseconds: 30,
  receiveMillisecondsPerReport: 0.05,
  authorizeMilliseconds: 5,
  /** Messages that `store` takes a second, and the minimum duration of a drain. */
  storeMessagesPerSecond: 1_600,
  storeSeconds: 4,
  distributeRowsPerSecond: 200_000,
  /** A refresh of positions, and the drains that it merges: the new one, and those that may appear late. */
  refreshSeconds: 1,
  drainsMerged: 3,
  /** Dates that a night exports, most of them with few late reports. */
  datesPerNight: 5,
  /** Of these whole: the day before, and a date of each stated age, as late reports come for every date. */
  wholesPerNight: 4,
  /**
   * A date is compacted about three times in all, `maxFiles` in stacks/settings.ts: at last on a night that
   * has read it for its whole export.
   */
  compactionsPerNight: 3,
  compactionsOfWholesPerNight: 1,
  /** Versions that are kept of a date on average in its first month: one more from each stated age on. */
  versionsKept: 2.7,
  transitionsPerDate: 20,
  transitionsPerRun: 12,
  objectsPerBatch: 12,
  /**
   * A night's statements take a minute, and another second for this many rows of a whole date, with the
   * default 4 RPU: half of it for the CSV, half for the Parquet; or half to read a date that is compacted,
   * half to write it.
   */
  warehouseSeconds: 60,
  warehouseRowsPerSecond: 40_000,
  /** Counting a whole date for its picture, of which sorting its fixes for their gaps takes the most. */
  pictureRowsPerSecond: 100_000,
  /** Dates whose rows the weekly comparison counts, and how fast. */
  countedDates: 9,
  countedRowsPerSecond: 80_000,
  logBytesPerInvocation: 400,
  customMetrics: 45,
  downloadsOfCsv: 1,
} as const;

const million = 1_000_000;
const gigabyte = 1e9;
/**
 * AWS's units of metering: https://aws.amazon.com/api-gateway/pricing and https://aws.amazon.com/sqs/pricing
 */
const httpApiUnitBytes = 512 * 1024;
/** Requests of a month at the first price. */
const httpApiTier = 300 * million;
const sqsUnitBytes = 64 * 1024;
/** Messages of one receive or delete. */
const sqsBatch = 10;
/** Firehose bills each record in steps of this: https://aws.amazon.com/firehose/pricing */
const firehoseUnitBytes = 5 * 1024;
/** Firehose delivers an object for each partition at this size of its buffer, or after this time. */
const firehoseObjectBytes = 64 * 1024 * 1024;
const firehoseBufferSeconds = 900;

/** Returns the lines of a month's bill. Throws RangeError for a region without prices. */
export function monthlyCost(declared: DeclaredCosts, load: Load): CostLine[] {
  return [
    ...frontDoor(declared, load),
    ...queueAndStore(declared, load),
    positions(declared, load),
    ...others(declared, load),
  ];
}

/**
 * Returns the lines of a month's bill if Firehose with dynamic partitioning replaces the queue, `store` and
 * `distribute`: one record for each request, which Firehose splits.
 */
export function monthlyCostWithFirehose(declared: DeclaredCosts, load: Load): CostLine[] {
  const prices = pricesOf(load.region);
  const { requests, reports, bytesOfRequest } = volumes(load);
  const ingested = (requests * Math.ceil(bytesOfRequest / firehoseUnitBytes) * firehoseUnitBytes) / gigabyte;
  const delivered = (reports * assumptions.rowBytes) / gigabyte;
  const buffers = (assumptions.days * 86_400) / firehoseBufferSeconds;
  const objects = Math.max(buffers * assumptions.datesPerNight, (delivered * gigabyte) / firehoseObjectBytes);
  const usd =
    ingested * prices.firehoseIngest.usd +
    delivered * prices.firehosePartitioning.usd +
    (objects / 1_000) * (prices.firehoseObjects.usd + prices.s3Put.usd);
  return [
    ...frontDoor(declared, load),
    { service: "Firehose", what: `${amount(ingested)} GB in steps of 5 KB, ${amount(objects)} objects`, usd },
    ...others(declared, load),
  ];
}

export function totalOf(lines: readonly CostLine[]): number {
  return lines.reduce((sum, { usd }) => sum + usd, 0);
}

function volumes({ reportsPerDay, batch }: Load) {
  const reports = reportsPerDay * assumptions.days;
  return { reports, requests: reports / batch, bytesOfRequest: batch * assumptions.reportBytes };
}

function frontDoor(declared: DeclaredCosts, load: Load): CostLine[] {
  const prices = pricesOf(load.region);
  const { requests, bytesOfRequest } = volumes(load);
  const units = requests * Math.ceil(bytesOfRequest / httpApiUnitBytes);
  const receive = assumptions.receiveMilliseconds + assumptions.receiveMillisecondsPerReport * load.batch;
  const decisions = (assumptions.days * 86_400) / declared.authorizationCachedSeconds;
  const invoked = requests + decisions;
  const seconds =
    gigabyteSeconds(requests, declared.receiveMegabytes, receive / 1_000) +
    gigabyteSeconds(decisions, declared.authorizeMegabytes, assumptions.authorizeMilliseconds / 1_000);
  return [
    {
      service: "HTTP API",
      what: `${amount(units)} requests`,
      usd:
        (Math.min(units, httpApiTier) / million) * prices.httpApi.usd +
        (Math.max(0, units - httpApiTier) / million) * prices.httpApiAbove.usd,
    },
    {
      service: "Lambda, receive",
      what: `${amount(invoked)} invocations, ${amount(seconds)} GB-seconds`,
      usd: (invoked / million) * prices.lambdaRequests.usd + seconds * prices.lambdaGigabyteSeconds.usd,
    },
    {
      service: "Logs",
      what: `${amount((invoked * assumptions.logBytesPerInvocation) / gigabyte)} GB`,
      usd: ((invoked * assumptions.logBytesPerInvocation) / gigabyte) * prices.logs.usd,
    },
  ];
}

function queueAndStore(declared: DeclaredCosts, load: Load): CostLine[] {
  const prices = pricesOf(load.region);
  const { reports, requests, bytesOfRequest } = volumes(load);
  const calls = requests * Math.ceil(bytesOfRequest / sqsUnitBytes) + (2 * requests) / sqsBatch;
  const drains = (assumptions.days * 86_400) / declared.storeEverySeconds;
  const storing = drains * assumptions.storeSeconds + requests / assumptions.storeMessagesPerSecond;
  const distributing = reports / assumptions.distributeRowsPerSecond;
  const seconds =
    gigabyteSeconds(1, declared.storeMegabytes, storing) +
    gigabyteSeconds(1, declared.distributeMegabytes, distributing);
  const batches = drains / assumptions.objectsPerBatch;
  const writes = drains + batches * (2 * assumptions.datesPerNight + 1);
  return [
    { service: "SQS", what: `${amount(calls)} requests`, usd: (calls / million) * prices.sqs.usd },
    {
      service: "Lambda, batch",
      what: `${amount(seconds)} GB-seconds`,
      usd: (drains / million) * prices.lambdaRequests.usd + seconds * prices.lambdaGigabyteSeconds.usd,
    },
    {
      service: "S3 requests",
      what: `${amount(writes)} writes, ${amount(drains)} reads`,
      usd: (writes / 1_000) * prices.s3Put.usd + (drains / 1_000) * prices.s3Get.usd,
    },
  ];
}

/**
 * What is kept of each drain for positions, and a refresh after each: before the next drain there is nothing
 * to merge, however often positions are asked for. The requests themselves are not in it.
 */
function positions(declared: DeclaredCosts, { region }: Load): CostLine {
  const prices = pricesOf(region);
  const drains = (assumptions.days * 86_400) / declared.storeEverySeconds;
  // Newest fixes and tracks; then the merged positions, and the list of drains at the price of a write.
  const writes = drains * 4;
  const reads = drains * (1 + assumptions.drainsMerged);
  const seconds = gigabyteSeconds(drains, declared.refreshPositionsMegabytes, assumptions.refreshSeconds);
  return {
    service: "Positions",
    what: `${amount(drains)} refreshes, ${amount(writes)} writes, ${amount(reads)} reads`,
    usd:
      (writes / 1_000) * prices.s3Put.usd +
      (reads / 1_000) * prices.s3Get.usd +
      (drains / million) * prices.lambdaRequests.usd +
      seconds * prices.lambdaGigabyteSeconds.usd,
  };
}

function others(declared: DeclaredCosts, load: Load): CostLine[] {
  const prices = pricesOf(load.region);
  const { reports } = volumes(load);
  const copies = assumptions.gzipShare + assumptions.versionsKept * (1 + assumptions.parquetShare);
  const stored = (reports * assumptions.rowBytes * copies) / gigabyte;
  const downloaded = (reports * assumptions.rowBytes * assumptions.downloadsOfCsv) / gigabyte;
  const batches = 86_400 / declared.storeEverySeconds / assumptions.objectsPerBatch;
  const transitions =
    assumptions.days *
    (assumptions.transitionsPerRun + assumptions.transitionsPerDate * assumptions.datesPerNight + batches);
  const datesRead =
    assumptions.wholesPerNight +
    assumptions.compactionsPerNight -
    assumptions.compactionsOfWholesPerNight / 2;
  const night =
    assumptions.warehouseSeconds +
    (datesRead * load.reportsPerDay) / assumptions.warehouseRowsPerSecond +
    (assumptions.wholesPerNight * load.reportsPerDay) / assumptions.pictureRowsPerSecond;
  const counting =
    assumptions.warehouseSeconds +
    (assumptions.countedDates * load.reportsPerDay) / assumptions.countedRowsPerSecond;
  const seconds = assumptions.days * night + (assumptions.days / 7) * counting;
  const rpuHours = (seconds * declared.baseCapacity) / 3_600;
  return [
    { service: "S3 storage", what: `${amount(stored)} GB of one month`, usd: stored * prices.s3Storage.usd },
    {
      service: "Step Functions",
      what: `${amount(transitions)} transitions`,
      usd: (transitions / 1_000) * prices.transitions.usd,
    },
    { service: "Redshift", what: `${amount(rpuHours)} RPU-hours`, usd: rpuHours * prices.rpuHours.usd },
    {
      service: "CloudWatch",
      what: `${declared.alarms} alarms, ${assumptions.customMetrics} metrics, ${declared.dashboards} dashboard`,
      usd:
        declared.alarms * prices.alarms.usd +
        assumptions.customMetrics * prices.customMetrics.usd +
        declared.dashboards * prices.dashboards.usd,
    },
    { service: "Secrets Manager", what: "1 secret", usd: prices.secrets.usd },
    { service: "Downloads", what: `${amount(downloaded)} GB`, usd: downloaded * prices.egress.usd },
    ...sftpDoor(declared, load),
  ];
}

/** A server costs while it is there, whether or not it is used; what it moves depends on files. */
function sftpDoor({ sftpServers }: DeclaredCosts, { region }: Load): CostLine[] {
  const hours = sftpServers * assumptions.days * 24;
  const { sftpHours, sftpUploads } = pricesOf(region);
  return sftpServers === 0
    ? []
    : [
        {
          service: "SFTP",
          what: `${amount(hours)} hours, without $${sftpUploads.usd} a GB`,
          usd: hours * sftpHours.usd,
        },
      ];
}

function gigabyteSeconds(times: number, megabytes: number, seconds: number): number {
  return (times * megabytes * seconds) / 1_024;
}

/** Returns a number for people: with one decimal below ten. */
export function amount(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: value < 10 ? 1 : 0 });
}
