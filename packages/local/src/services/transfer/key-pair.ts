import ssh2 from "ssh2";

/** An SSH key pair: the private key in OpenSSH's format, the public key as one line of `authorized_keys`. */
export type KeyPair = { private: string; public: string };

/**
 * Makes an Ed25519 key pair that `ssh2` and OpenSSH can read. Where the public key begins with a zero byte
 * (one pair of 256), ssh2 1.17 leaves that byte out and writes a pair that nothing can read: such a pair is
 * made anew.
 */
export function makeKeyPair(): KeyPair {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync("ed25519");
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) {
      return pair;
    }
  }
}
