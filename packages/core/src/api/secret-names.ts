/**
 * The tokens without which a stage does not deploy: one that may send reports, and one that may list and
 * fetch exports and start runs.
 */
export const requiredSecrets = ["IngestToken", "DownloadToken"] as const;
