import { Resource } from "sst";
import { originOfLinks } from "../http/origin-of-links.ts";

/** The answers' column of links, which none has, would make the page wider than the window of a phone. */
const style = `
  @media (max-width: 640px) {
    .swagger-ui .response-col_links { display: none; }
    .swagger-ui .response-col_status { min-width: 3rem; padding-right: 0.5rem; }
    .swagger-ui .opblock-body { overflow-x: auto; }
  }
`;

/**
 * The page at `/docs`, which shows the OpenAPI document by Swagger UI and sends requests:
 * https://github.com/swagger-api/swagger-ui/blob/master/docs/usage/installation.md
 */
export const viewerPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Ashiato API</title>
    <link rel="stylesheet" href="docs/swagger-ui.css" />
    <link rel="icon" href="data:," />
    <style>${style}</style>
  </head>
  <body>
    <div id="viewer"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;

let policy: string | undefined;

/**
 * Returns the content security policy of the page: it loads nothing from other hosts, and sends requests to
 * none but the host of signed links.
 */
export async function viewerPolicy(): Promise<string> {
  policy ??= [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self' ${await originOfLinks(Resource.Downloads.name)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return policy;
}
