/** The name for which `GET /v1/runs/{run}` returns the run that started last. */
export const newestRun = "latest";
