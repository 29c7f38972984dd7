/** The name by which `GET /v1/runs/{run}` returns the run that was started last. */
export const newestRun = "latest";
