import type { Changes } from "./send-example.ts";

const tooLarge = JSON.stringify({ text: "x".repeat(2_097_152) });
/** A date whose export has several files. */
export const severalFiles = { date: "2001-01-02" };

/** What leads to each answer that refuses, by operation and status. */
export const refusals: Record<string, Record<number, Changes>> = {
  sendReports: {
    400: { body: '{"deviceId":"phone-1","timestamp":"2026-11-26T00:00:00Z","latitude":95,"longitude":1}' },
    413: { body: tooLarge },
    415: { contentType: "text/plain" },
  },
  startLiveExport: {
    400: { body: '{"date":"tomorrow"}' },
    413: { body: tooLarge },
    415: { body: "{}", contentType: "text/plain" },
  },
  getLiveExport: { 404: { parameters: { liveExport: "live-0000000000000000-0" } } },
  downloadLiveExport: {
    400: { parameters: { file: "first" } },
    404: { parameters: { liveExport: "live-0000000000000000-0" } },
  },
  startRun: {
    400: { body: '{"date":"2026-02-30"}' },
    404: { body: '{"feed":{"client":"nobody","feed":"tokyo"}}' },
    413: { body: tooLarge },
    415: { body: "{}", contentType: "text/plain" },
  },
  startUpload: {
    400: { body: '{"name":"nightly.csv","bytes":0}' },
    413: { body: tooLarge },
    415: { contentType: "text/plain" },
  },
  // The ticket of the example is no ticket of this stage.
  createSession: {
    400: { body: '{"key":"sgn_none"}' },
    401: {},
    413: { body: tooLarge },
    415: { contentType: "text/plain" },
  },
  endSession: { 404: {} },
  listUploads: { 400: { parameters: { limit: "101" } } },
  getUpload: { 404: { parameters: { upload: "none" } } },
  // The newest upload is in parts.
  completeUpload: { 404: { parameters: { upload: "none" } }, 409: {} },
  startReconciliation: {
    400: { body: '{"from":"2026-11-22","to":"2026-11-21"}' },
    413: { body: tooLarge },
    415: { body: "{}", contentType: "text/plain" },
  },
  getReconciliation: { 404: { parameters: { reconciliation: "api-0000000000000000" } } },
  listRuns: { 400: { parameters: { limit: "101" } } },
  getRun: { 404: { parameters: { run: "api-0000000000000000" } } },
  getRunSteps: {
    400: { parameters: { sql: "yes" } },
    404: { parameters: { run: "api-0000000000000000" } },
  },
  listPositions: { 400: { parameters: { box: "Tokyo" } } },
  getTrack: { 400: { parameters: { since: "noon" } }, 404: { parameters: { device: "none" } } },
  listExports: { 400: { parameters: { from: "yesterday" } } },
  getPicture: { 400: { parameters: { date: "yesterday" } }, 404: { parameters: { date: "2001-01-01" } } },
  getExport: { 400: { parameters: { date: "yesterday" } }, 404: { parameters: { date: "2001-01-01" } } },
  downloadCsv: {
    400: { parameters: { date: "yesterday" } },
    404: { parameters: { date: "2001-01-01" } },
    409: { parameters: severalFiles },
  },
  getExportChanges: {
    400: { parameters: { since: "first" } },
    404: { parameters: { date: "2001-01-01", since: "7" } },
  },
  sendOverland: { 400: { body: null }, 413: { body: tooLarge } },
  sendOwnTracks: { 413: { body: tooLarge } },
  sendTraccar: { 400: { body: null }, 413: { body: tooLarge } },
  sendTraccarInUrl: { 400: {} },
  sendOsmAnd: { 400: { body: null }, 413: { body: `text=${"x".repeat(2_097_152)}` } },
  sendOsmAndInUrl: { 400: {} },
  addClient: {
    400: { body: '{"id":"other","name":"Other","rights":["everything"]}' },
    409: {},
    413: { body: tooLarge },
    415: { contentType: "text/plain" },
  },
  getClient: { 404: { parameters: { client: "nobody" } } },
  changeClient: {
    400: { body: '{"exportDays":-1}' },
    404: { parameters: { client: "nobody" } },
    413: { body: tooLarge },
    415: { contentType: "text/plain" },
  },
  addClientKey: {
    400: { body: '{"othersExpireInSeconds":-1}' },
    404: { parameters: { client: "nobody" } },
    413: { body: tooLarge },
    415: { contentType: "text/plain" },
  },
  listClientFeeds: { 404: { parameters: { client: "nobody" } } },
  getClientFeed: { 404: { parameters: { feed: "mars" } } },
  setClientFeed: {
    400: { body: '{"prefix":"/tokyo"}' },
    404: { parameters: { client: "nobody" } },
    // The first feed has this prefix.
    409: { parameters: { feed: "again" } },
    413: { body: tooLarge },
    415: { contentType: "text/plain" },
  },
  removeClientFeed: { 404: { parameters: { feed: "mars" } } },
  getDelivery: { 400: { parameters: { date: "yesterday" } }, 404: { parameters: { feed: "mars" } } },
  downloadFeedFile: { 400: { parameters: { date: "yesterday" } }, 404: { parameters: { feed: "mars" } } },
  withdrawRows: {
    400: { body: '{"date":"yesterday"}' },
    404: { parameters: { client: "nobody" } },
    409: { body: '{"date":"2000-02-01"}' },
    413: { body: tooLarge },
    415: { contentType: "text/plain" },
  },
  listWithdrawals: { 404: { parameters: { client: "nobody" } } },
  returnRows: { 404: { parameters: { withdrawal: "none" } } },
  endClientKey: { 404: { parameters: { key: "000000000000" } } },
  getClientUsage: { 400: { parameters: { from: "yesterday" } }, 404: { parameters: { client: "nobody" } } },
  getOwnUsage: { 400: { parameters: { from: "yesterday" } } },
  getAuditTrail: { 400: { parameters: { limit: "1001" } } },
  addWebhook: {
    400: { body: '{"id":"inside","url":"https://10.0.0.1/hook","types":["runs.failed"]}' },
    409: {},
    413: { body: tooLarge },
    415: { contentType: "text/plain" },
  },
  getWebhook: { 404: { parameters: { webhook: "none" } } },
  removeWebhook: { 404: { parameters: { webhook: "none" } } },
  testWebhook: { 404: { parameters: { webhook: "none" } } },
  rotateWebhookSecret: {
    400: { body: '{"othersExpireInSeconds":-1}' },
    404: { parameters: { webhook: "none" } },
    413: { body: tooLarge },
    415: { contentType: "text/plain" },
  },
  listWebhookDeliveries: {
    400: { parameters: { limit: "1001" } },
    404: { parameters: { webhook: "none" } },
  },
  replayWebhookDelivery: { 404: { parameters: { event: "none" } } },
  getDocumentationFile: { 404: { parameters: { asset: "none.js" } } },
};
