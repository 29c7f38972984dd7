import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

export type Asset = { contentType: string; bytes: Buffer; gzipped: Buffer };

const compress = promisify(gzip);

/**
 * Files of Swagger UI that the stack puts beside the bundle:
 * https://github.com/swagger-api/swagger-ui/blob/master/docs/usage/installation.md
 */
const viewerFiles = new Map([
  ["swagger-ui-bundle.js", "text/javascript; charset=utf-8"],
  ["swagger-ui.css", "text/css; charset=utf-8"],
]);

/** Starts the viewer; it is a separate file, so that the page can forbid inline scripts. */
const startScript = `SwaggerUIBundle({
  url: "v1/openapi.json",
  dom_id: "#viewer",
  deepLinking: true,
  validatorUrl: null,
});
`;

export const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Ashiato API</title>
    <link rel="stylesheet" href="docs/swagger-ui.css" />
    <link rel="icon" href="data:," />
  </head>
  <body>
    <div id="viewer"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;

const read = new Map<string, Asset>();

/**
 * Returns a file of the page, read and compressed once per process; undefined if the page has no such file.
 */
export async function findAsset(name: string): Promise<Asset | undefined> {
  const known = read.get(name);
  if (known !== undefined) {
    return known;
  }
  const contentType = name === "start.js" ? "text/javascript; charset=utf-8" : viewerFiles.get(name);
  if (contentType === undefined) {
    return undefined;
  }
  const bytes =
    name === "start.js"
      ? Buffer.from(startScript)
      : await readFile(path.join(import.meta.dirname, "viewer", name));
  const asset = { contentType, bytes, gzipped: await compress(bytes) };
  read.set(name, asset);
  return asset;
}
