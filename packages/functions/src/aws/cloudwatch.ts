import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";

// Separate from the other clients, so that only the functions that use it bundle it.
export const cloudwatch = new CloudWatchClient({});
