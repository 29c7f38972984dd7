/* What linked functions read with `import { Resource } from "sst"`; SST writes this file from the program's links. */
/* oxlint-disable */
import "sst";
declare module "sst" {
  export interface Resource {
    "Downloads": {
      "name": string;
      "type": "sst.aws.Bucket";
    };
    "Lake": {
      "name": string;
      "type": "sst.aws.Bucket";
    };
    "Reports": {
      "type": "sst.aws.Queue";
      "url": string;
    };
    "Settings": {
      "futureWindowHours": number;
      "lateWindowDays": number;
      "linkLifetimeSeconds": number;
      "storeEmptyReceives": number;
      "storeFlushBytes": number;
      "storeFlushMessages": number;
      "storeReceivers": number;
      "storeReserveSeconds": number;
      "storeWaitSeconds": number;
      "timeZone": string;
      "type": "sst.sst.Linkable";
    };
  }
}
export {};
