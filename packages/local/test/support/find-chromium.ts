import { access, constants } from "node:fs/promises";

/** Where Debian's packages, and the variable of those who have it elsewhere, put Chromium. */
const places = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser"];
const executablePath = await findChromium();
const inCi = process.env["CI"] !== undefined && process.env["CI"] !== "";

/** Outside of CI, one who has no Chromium still runs every other spec. */
export const skipsChromium = executablePath === undefined && !inCi;

/** Returns the path of the Chromium of this machine. Throws an Error if none is found. */
export function chromiumPath(): string {
  if (executablePath === undefined) {
    throw new Error(
      "No Chromium at /usr/bin/chromium nor where the variable CHROMIUM says: apt-get install -y chromium",
    );
  }
  return executablePath;
}

async function findChromium(): Promise<string | undefined> {
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
