import { renderUnicodeCompact } from "uqr";
import { addClientKey } from "../api/clients.ts";
import { textTable } from "../terminal/text-table.ts";
import { usableClient } from "./clients/usable-client.ts";
import { type Command, readWords, UsageError } from "./command.ts";
import { enrollments, isEnrolledApp } from "./enroll/enrollment.ts";
import { type CommandStage, openStage } from "./stage.ts";

const apps = Object.keys(enrollments).join(", ");

export const enrollCommand: Command = {
  help: `Prints what to type into a phone's app, and for Overland and OwnTracks a link and a QR code that set it up.

  npm run ashiato -- enroll APP --device NAME [--client ID] [--user NAME]

For example: npm run ashiato -- enroll overland --device phone-1 --url https://ashiato.example.org

APP is one of ${apps}. The output contains the ingest token or a key: show it only to the phone.
A key of a client ends with its next npm run ashiato -- clients rotate: then the phone is refused, and some apps delete
what is refused. clients show lists the keys that phones have.
  --device NAME  name of the device; a name that is no id becomes one, see docs/phones.md
  --client ID    gives the client one more key, for this phone alone, in place of the stage's ingest token
  --user NAME    whose device it is, for OwnTracks (default: phone)
  --url URL      where the phone reaches the API, in place of the stage's own URL: a phone cannot reach 127.0.0.1,
                 for which no key is made
  --stage, --json: see npm run ashiato -- --help

Exits 0 if the settings were printed.`,
  async run(words, { print, progress, signal }) {
    const options = {
      device: { type: "string" },
      client: { type: "string" },
      user: { type: "string", default: "phone" },
      url: { type: "string" },
    } as const;
    const { values, positionals } = readWords(words, options, ["APP"]);
    const [app = ""] = positionals;
    if (!isEnrolledApp(app)) {
      throw new UsageError(`APP must be one of ${apps}, got ${JSON.stringify(app)}`);
    }
    const { device, user } = values;
    if (device === undefined || device === "") {
      throw new UsageError("--device is missing: two phones of one name are one device");
    }
    const stage = await openStage(values);
    const apiUrl = readUrl(values.url ?? stage.apiUrl);
    if (isLoopback(new URL(apiUrl).hostname)) {
      const unreachable = `A phone cannot reach ${apiUrl}: name another address of this stage by --url`;
      if (values.client !== undefined) {
        throw new UsageError(unreachable);
      }
      progress.say(unreachable);
    }
    const { client } = values;
    const token = client === undefined ? ingestToken(stage) : await keyFor({ stage, client, device, signal });
    const enrollment = enrollments[app]({ apiUrl, token, device, user });
    print(values.json ? JSON.stringify({ app, ...enrollment }) : text(enrollment));
    return 0;
  },
};

type Phone = { stage: CommandStage; client: string; device: string; signal: AbortSignal };

/** Returns a new key of the client. Throws an Error, and makes none, if a phone would be refused with it. */
async function keyFor({ stage, client: id, device, signal }: Phone): Promise<string> {
  const { rights } = await usableClient(stage, id, signal);
  if (!rights.includes("ingest")) {
    throw new Error(
      `${id} has no right ingest: give it by clients change ${id} --rights ${[...rights, "ingest"].join(",")}`,
    );
  }
  return (await addClientKey(stage, { id, body: { label: `phone ${device}` }, signal })).key;
}

function ingestToken({ tokens }: CommandStage): string {
  if (tokens.ingest === "") {
    throw new Error(
      "The ingest token is missing: set ASHIATO_INGEST_TOKEN to the secret IngestToken of the stage",
    );
  }
  return tokens.ingest;
}

function isLoopback(hostname: string): boolean {
  return /^(?:localhost|.*\.localhost|127\..*|0\.0\.0\.0|\[::1?\])$/.test(hostname);
}

function text({ link, fields }: { link?: string; fields: Record<string, string> }): string {
  const typed = textTable(["setting", "value"], Object.entries(fields));
  return link === undefined ? typed : `${renderUnicodeCompact(link)}\n${link}\n\n${typed}`;
}

function readUrl(url: string): string {
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    throw new UsageError(`--url must be a URL of HTTP, got ${JSON.stringify(url)}`);
  }
  return url;
}
