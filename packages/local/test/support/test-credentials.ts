/**
 * The access key of a storage that a spec starts by itself: known to the spec and to the process that serves
 * it.
 */
export const testCredentials = { accessKeyId: "local", secretAccessKey: "local" };
