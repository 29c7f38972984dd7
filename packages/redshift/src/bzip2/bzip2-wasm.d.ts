declare module "bzip2-wasm" {
  /** libbz2, compiled to WebAssembly. */
  export default class Bzip2 {
    init(): Promise<void>;
    /** Throws when the result is longer than `longestPacked` bytes. */
    compress(bytes: Uint8Array, blockSize: number, longestPacked: number): Uint8Array;
  }
}
