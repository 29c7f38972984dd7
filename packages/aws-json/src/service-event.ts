/**
 * An event that a service puts on the default bus, as rules match it and targets receive it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export type ServiceEvent = {
  version: string;
  id: string;
  "detail-type": string;
  source: string;
  account: string;
  /** ISO 8601, to the second. */
  time: string;
  region: string;
  resources: readonly string[];
  /** JSON. */
  detail: object;
};
