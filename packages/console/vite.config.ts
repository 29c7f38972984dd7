import { defineConfig } from "vite";

/** The console's address on the API. */
const base = "/console/";
/** The stage that the development server asks: that of `npm start`, or the one at ASHIATO_API. */
const api = process.env["ASHIATO_API"] ?? "http://127.0.0.1:4100";

export default defineConfig({
  base,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  // The stage refuses what comes from another origin than its own.
  server: {
    proxy: {
      "/v1": { target: api, changeOrigin: true, headers: { origin: api } },
      "/console/streets.json": { target: api, changeOrigin: true },
    },
  },
  build: {
    target: "es2023",
    // A `data:` URL would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_500,
  },
});
