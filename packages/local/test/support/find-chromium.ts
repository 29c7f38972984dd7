import { access, constants } from "node:fs/promises";

/** Where Debian's packages, and the variable of those who have it elsewhere, put Chromium. */
const places = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser"];

/** Returns the path of a Chromium on this machine; undefined if none is found. */
export async function findChromium(): Promise<string | undefined> {
  for (const place of places) {
    if (place !== undefined && (await isExecutable(place))) {
      return place;
    }
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
