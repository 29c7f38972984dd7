import { readStreets } from "@ashiato/core/streets";
import { ensureConsole } from "@ashiato/console/build/ensure-console";
import { route } from "./authorization.ts";
import { functionAlarms } from "./function-alarms.ts";
import { live } from "./live-api.ts";
import { deliverySettings, streetsSettings } from "./settings.ts";
import { downloads, inbox } from "./storage.ts";

// What is wrong with them is found here, and not by the first reader.
readStreets(streetsSettings);
const streets = new sst.Linkable("Streets", { properties: streetsSettings });

const console = new sst.aws.Function("Console", {
  handler: "packages/functions/src/console.handler",
  description: "The web console's page and files",
  architecture: "arm64",
  memory: deliverySettings.memory,
  timeout: deliverySettings.timeout,
  // The page names the origins of connections and of signed links in its content security policy, and signs
  // links to find the latter.
  link: [downloads, inbox, live, streets],
  // What was built of the present sources, now or earlier.
  copyFiles: [{ from: ensureConsole($cli.paths.root), to: "console" }],
});

route("GET /console", console);
route("GET /console/{path+}", console);

functionAlarms({ Console: console });
