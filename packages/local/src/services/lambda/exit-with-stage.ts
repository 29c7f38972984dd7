// Loaded ahead of a function's runtime: the stage holds the other end of standard input, so a stage that was
// killed takes its functions along.
process.stdin.on("close", () => process.exit(1)).resume();
// The socket must not keep the process alive by itself.
if ("unref" in process.stdin) {
  process.stdin.unref();
}
