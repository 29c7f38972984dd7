/**
 * Lambda gives a function its credentials in environment variables. These are the sources of which a person's
 * shell or a container has one instead: the SDK loads them when the variables are missing, and a third of a
 * bundle would be for them.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
const otherCredentials = ["http", "ini", "process", "sso", "web-identity"].map(
  (source) => `@aws-sdk/credential-provider-${source}`,
);

// A small bundle loads faster, which a request waits for where it starts a function. SST keeps the names of
// functions, so that a stack still names them.
$transform(sst.aws.Function, (args: sst.aws.FunctionArgs) => {
  args.nodejs = { minify: true, esbuild: { external: otherCredentials } };
});
