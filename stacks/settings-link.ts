import { functionSettings } from "./settings.ts";

/** The settings that functions read as `Resource.Settings`. */
export const settingsLink = new sst.Linkable("Settings", { properties: functionSettings });
