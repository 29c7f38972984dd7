// Loaded before a function's runtime: the stage holds the other end of standard input, so that functions exit
// with a stage that is killed.
process.stdin.on("close", () => process.exit(1)).resume();
// The socket must not keep the process alive by itself.
if ("unref" in process.stdin) {
  process.stdin.unref();
}
