import type { FauxqsApp } from "../fauxqs-parts.ts";

/** The most that S3 takes by one request: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const maxBodyBytes = 5 * 1024 ** 3;

/** Makes the local S3 take objects and parts as large as S3 does, of which fauxqs takes 11 MiB. */
export function takeLargeBodies(app: FauxqsApp): void {
  app.removeContentTypeParser("*");
  app.addContentTypeParser(
    "*",
    { parseAs: "buffer", bodyLimit: maxBodyBytes },
    (_request: unknown, body: unknown, done: (error: null, body: unknown) => void) => done(null, body),
  );
}
