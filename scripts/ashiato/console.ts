import { readableTime } from "../report/zoned-time.ts";
import { signInLink } from "../api/sign-in-link.ts";
import { type Command, readWords } from "./command.ts";
import { openStage } from "./stage.ts";

export const consoleCommand: Command = {
  help: `Prints a link that signs in to the web console once, within 15 minutes, with all that the download token may do. Whoever opens it first is signed in for 12 hours: give it to no one else.

  npm run ashiato -- console

For example, of a deployed stage: npm run ashiato -- console --stage production

  --stage, --json: see npm run ashiato -- --help

Exits 0 if the stage gave a link.`,
  async run(words, { print, signal }) {
    const { values } = readWords(words, {});
    const stage = await openStage(values);
    const { link, expiresAt } = await signInLink(stage, signal);
    const page = `${new URL(stage.apiUrl).origin}/console`;
    print(
      values.json
        ? JSON.stringify({ link, expiresAt, console: page })
        : `${link}\nsigns in once, until ${readableTime(expiresAt, stage.timeZone)}. To sign in with a key: ${page}`,
    );
    return 0;
  },
};
