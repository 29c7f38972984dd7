import { SFNClient } from "@aws-sdk/client-sfn";

// Apart from the other clients: only the functions that use it carry it in their bundles.
export const sfn = new SFNClient({});
