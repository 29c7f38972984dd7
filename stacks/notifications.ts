/** The topic for the end of each run and for every alarm. To subscribe an address: see docs/deploy.md. */
export const notifications = new sst.aws.SnsTopic("Notifications");
