/** Where the end of each run, and every alarm, is told. Subscribe an address to it: see docs/deploy.md. */
export const notifications = new sst.aws.SnsTopic("Notifications");
