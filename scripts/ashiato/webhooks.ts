import type { AppEventType } from "@ashiato/core/events/app-event";
import { webhookTypes } from "@ashiato/core/webhooks/webhook";
import {
  addWebhook,
  listAttempts,
  listWebhooks,
  removeWebhook,
  replayEvent,
  rotateWebhook,
  testWebhook,
} from "../api/webhooks.ts";
import { type Command, readWords, UsageError, wholeNumber } from "./command.ts";
import { type CommandStage, openStage } from "./stage.ts";
import { listText, logText, testText, withSecretText } from "./webhooks/webhook-text.ts";

const options = {
  url: { type: "string" },
  types: { type: "string" },
  "others-expire": { type: "string", default: "86400" },
  limit: { type: "string", default: "20" },
} as const;

type Values = ReturnType<typeof readWords<typeof options>>["values"];
type Asked = {
  stage: CommandStage;
  id: string;
  event: string | undefined;
  values: Values;
  signal: AbortSignal;
};

/** What an action answers: an object for `--json`, and the text for a person. */
type Shown = { object: object; text: string; failed?: boolean };

const actions: Record<string, (asked: Asked) => Promise<Shown>> = {
  add,
  list,
  test,
  log,
  replay,
  rotate,
  remove,
};

export const webhooksCommand: Command = {
  help: `Names the receivers of events: each event is posted to their URL, signed.

  npm run ashiato -- webhooks add ID --url URL --types TYPES          adds a webhook and prints its secret, this once
  npm run ashiato -- webhooks list                                    every webhook
  npm run ashiato -- webhooks test ID                                 posts a test event, and shows the answer
  npm run ashiato -- webhooks log ID [--limit N]                      what was posted to it, newest first
  npm run ashiato -- webhooks replay ID EVENT                         sends an event of the last 30 days again
  npm run ashiato -- webhooks rotate ID [--others-expire SECONDS]     prints a new secret; until the one before ends, messages are signed with both
  npm run ashiato -- webhooks remove ID                               removes it and its secrets

For example: npm run ashiato -- webhooks add billing --url https://hooks.example.com/ashiato --types exports.published,runs.failed

ID is of lower-case letters, digits and hyphens. URL is https, and leads to an address of the internet.
  --types TYPES            joined by commas, of ${webhookTypes.join(", ")}
  --others-expire SECONDS  86400, a day, if left out
  --limit N                20 if left out
  --stage, --json: see npm run ashiato -- --help

Exits 0 if the stage did what was asked; test only if the receiver took the event.`,
  async run(words, { print, signal }) {
    const names = Object.keys(actions).join(", ");
    const { values, positionals } = readWords(words, options, [names, "[ID]", "[EVENT]"]);
    const [name = "", id, event] = positionals;
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action === undefined) {
      throw new UsageError(`webhooks takes ${names}, got ${JSON.stringify(name)}`);
    }
    if (name === "list" && id !== undefined) {
      throw new UsageError(`webhooks list takes no ID, got ${JSON.stringify(id)}`);
    }
    if (name !== "list" && id === undefined) {
      throw new UsageError(`ID is missing: which webhook, such as webhooks ${name} billing`);
    }
    if (name !== "replay" && event !== undefined) {
      throw new UsageError(`webhooks ${name} takes no EVENT, got ${JSON.stringify(event)}`);
    }
    // Before a stage is asked.
    const asked = { id: id ?? "", event, values, signal };
    checkWords(name, asked);
    const stage = await openStage(values);
    const { object, text, failed = false } = await action({ stage, ...asked });
    print(values.json ? JSON.stringify(object) : text);
    return failed ? 1 : 0;
  },
};

function checkWords(name: string, { event, values }: Omit<Asked, "stage">): void {
  if (name === "add") {
    readTypes(values.types);
    readUrl(values.url);
  }
  if (name === "replay" && event === undefined) {
    throw new UsageError("EVENT is missing: the id of an event, as webhooks log shows it");
  }
  wholeNumber("--limit", values.limit);
  wholeNumber("--others-expire", values["others-expire"], 0);
}

async function add({ stage, id, values, signal }: Asked): Promise<Shown> {
  const body = { id, url: readUrl(values.url), types: readTypes(values.types) };
  const webhook = await addWebhook(stage, body, signal);
  return { object: webhook, text: withSecretText(webhook, stage.timeZone) };
}

async function list({ stage, signal }: Asked): Promise<Shown> {
  const webhooks = await listWebhooks(stage, signal);
  return { object: { webhooks }, text: listText(webhooks, stage.timeZone) };
}

async function test({ stage, id, signal }: Asked): Promise<Shown> {
  const attempt = await testWebhook(stage, id, signal);
  return { object: attempt, text: testText(id, attempt), failed: attempt.result !== "delivered" };
}

async function log({ stage, id, values, signal }: Asked): Promise<Shown> {
  const limit = wholeNumber("--limit", values.limit);
  const deliveries = await listAttempts(stage, { id, limit, signal });
  return { object: { deliveries }, text: logText(deliveries, stage.timeZone) };
}

async function replay({ stage, id, event = "", signal }: Asked): Promise<Shown> {
  const replayed = await replayEvent(stage, { id, event, signal });
  return {
    object: replayed,
    text: `${event} is sent to ${id} again: webhooks log ${id} shows what came of it`,
  };
}

async function rotate({ stage, id, values, signal }: Asked): Promise<Shown> {
  const othersExpireInSeconds = wholeNumber("--others-expire", values["others-expire"], 0);
  const webhook = await rotateWebhook(stage, { id, body: { othersExpireInSeconds }, signal });
  return { object: webhook, text: withSecretText(webhook, stage.timeZone) };
}

async function remove({ stage, id, signal }: Asked): Promise<Shown> {
  const webhook = await removeWebhook(stage, id, signal);
  return { object: webhook, text: `${id} is removed, and nothing more is posted to ${webhook.url}` };
}

function readUrl(text: string | undefined): string {
  if (text === undefined || !URL.canParse(text)) {
    throw new UsageError(
      `--url takes a URL, such as https://hooks.example.com/ashiato, got ${text ?? "none"}`,
    );
  }
  return text;
}

function readTypes(text: string | undefined): [AppEventType, ...AppEventType[]] {
  const types = (text ?? "").split(",").map((word) => {
    const type = webhookTypes.find((known) => known === word);
    if (type === undefined) {
      throw new UsageError(
        `--types takes ${webhookTypes.join(", ")}, joined by commas, got ${JSON.stringify(word)}`,
      );
    }
    return type;
  });
  return types as [AppEventType, ...AppEventType[]];
}
