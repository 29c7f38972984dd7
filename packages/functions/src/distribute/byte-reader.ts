/** Reads a stream by numbers of bytes. */
export class ByteReader {
  readonly #stream: AsyncIterator<Buffer>;
  #chunks: Buffer[] = [];
  #buffered = 0;
  /** Bytes read so far. */
  position = 0;

  constructor(stream: AsyncIterable<Buffer>) {
    this.#stream = stream[Symbol.asyncIterator]();
  }

  /** Returns the next bytes: this many, or fewer only at the end of the stream. */
  async read(length: number): Promise<Buffer> {
    while (this.#buffered < length) {
      const { value, done } = await this.#stream.next();
      if (done) {
        break;
      }
      this.#chunks.push(value);
      this.#buffered += value.length;
    }
    const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    const taken = bytes.subarray(0, length);
    this.#chunks = [bytes.subarray(taken.length)];
    this.#buffered = bytes.length - taken.length;
    this.position += taken.length;
    return taken;
  }

  /** Returns the rest of the stream, as it comes. */
  async *rest(): AsyncGenerator<Buffer> {
    yield* this.#chunks.splice(0);
    this.#buffered = 0;
    for (let next = await this.#stream.next(); !next.done; next = await this.#stream.next()) {
      yield next.value;
    }
  }
}
