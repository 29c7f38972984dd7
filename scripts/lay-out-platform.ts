// Sets up SST's platform under .sst/, which types, tests and the local stage need. Does nothing if it exists.
import path from "node:path";
import { ensurePlatform } from "@ashiato/local/evaluate/platform";

await ensurePlatform(path.join(import.meta.dirname, ".."), (line) => console.log(line));
