import { hash } from "node:crypto";

const style = `
  :root { color-scheme: light dark; }
  body { font: 1rem/1.6 system-ui, sans-serif; max-width: 42rem; margin: 0 auto; padding: 2rem 1rem; }
  h1 { margin-bottom: 0; }
  ul { padding-left: 1.2rem; }
  code { font-size: 0.9em; overflow-wrap: anywhere; }
`;

/** Links are relative, so that the page works under any address of the API. */
export const welcomePage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Ashiato</title>
    <link rel="icon" href="data:," />
    <style>${style}</style>
  </head>
  <body>
    <h1>Ashiato <span lang="ja">足跡</span></h1>
    <p>Location reports in, one clean CSV per business day out. This stage is up.</p>
    <h2>Where to go</h2>
    <ul>
      <li><a href="console">Open the console</a>: days, runs and positions</li>
      <li><a href="docs">Browse the API and try it</a> with the tokens of this stage</li>
      <li><a href="v1/openapi.json">Get its OpenAPI document</a> to generate a client</li>
    </ul>
    <h2>What it does</h2>
    <ul>
      <li><a href="docs#/Reports/sendReports"><code>POST /v1/locations</code></a>: send reports</li>
      <li><a href="docs#/Phones"><code>/v1/locations/…</code></a>: send from a phone app, in its own format</li>
      <li><a href="docs#/Runs/startRun"><code>POST /v1/runs</code></a>: start the daily batch</li>
      <li><a href="docs#/Runs/getRun"><code>GET /v1/runs/latest</code></a>: follow its progress</li>
      <li><a href="docs#/Exports/listExports"><code>GET /v1/exports</code></a>: list the exports</li>
      <li><a href="docs#/Exports/downloadCsv"><code>GET /v1/exports/{date}/csv</code></a>: download a day’s CSV</li>
    </ul>
    <p>
      In the project, <code>README.md</code> has the first steps, <code>docs/api.md</code> describes every route with
      curl, and <code>docs/phones.md</code> shows the settings for each phone app.
    </p>
  </body>
</html>
`;

/** The page loads nothing but its own style. */
export const welcomePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${hash("sha256", style, "base64")}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");
