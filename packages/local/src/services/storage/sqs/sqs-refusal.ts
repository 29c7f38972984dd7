/** What SQS refuses, by the code of its API. */
export class SqsRefusal extends Error {
  override readonly name = "SqsRefusal";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
