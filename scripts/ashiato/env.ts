import { type Command, readWords } from "./command.ts";
import { stageVariables, unsetVariables } from "./env/stage-variables.ts";
import { openStage } from "./stage.ts";

export const envCommand: Command = {
  help: `Prints lines for a POSIX shell that set the variables of the documentation, $API and $LAKE among them. For a local stage they also point the AWS CLI and every AWS SDK at the stage, with its access key.

  npm run -s ashiato -- env

For example:

  eval "$(npm run -s ashiato -- env)"
  aws s3 ls "s3://$LAKE/"

The AWS CLI before 2.13 and boto3 before 1.28 ignore AWS_ENDPOINT_URL. For the former, the lines define a function aws; for boto3, pass endpoint_url=os.environ["AWS_ENDPOINT_URL"] to each client. A service that the stage does not have answers with an error, and nothing is sent to AWS.
The output contains the stage's tokens: keep it secret.
  --stage, --json: see npm run ashiato -- --help

Exits 0 if the lines were printed.`,
  async run(words, { print }) {
    const { values } = readWords(words, {});
    const stage = await openStage(values);
    const variables = stageVariables(stage, process.env);
    if (values.json) {
      print(JSON.stringify(variables));
      return 0;
    }
    const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}`);
    if (stage.isLocal) {
      lines.push(`unset ${unsetVariables(process.env).join(" ")}`);
      lines.push('aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }');
    }
    print(lines.join("\n"));
    return 0;
  },
};

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
