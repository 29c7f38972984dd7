import { SFNClient } from "@aws-sdk/client-sfn";

// Separate from the other clients, so that only the functions that use it bundle it.
export const sfn = new SFNClient({});
