import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import {
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { SimulatedClock } from "@ashiato/states/clock";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { StageEvent } from "../src/services/stage-event.ts";
import { canRun, debianPrograms } from "./support/debian-tools.ts";
import { credentialsOf, RunningStage } from "./support/running-stage.ts";

const minute = 60_000;
const clock = new SimulatedClock(Math.floor(Date.now() / minute) * minute + 1_000);
const to = "operators@example.com";

type Received = { headers: IncomingHttpHeaders; body: Record<string, string> };

const received: Received[] = [];
/** What the receiver answers next, 200 once these are used up. */
const answers: number[] = [];
const mails: Extract<StageEvent, { kind: "mail" }>[] = [];
const faults: unknown[] = [];

let receiver: Server;
let app: RunningStage;
let sns: SNSClient;
let TopicArn: string;

beforeAll(async () => {
  receiver = createServer((request, response) => void receive(request, response)).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const { port } = receiver.address() as AddressInfo;
  process.env["ASHIATO_MAIL"] = to;
  process.env["ASHIATO_WEBHOOK_URL"] = `http://127.0.0.1:${port}/hook`;
  try {
    app = await RunningStage.start({
      clock,
      alarms: true,
      onEvent: (event) => {
        if (event.kind === "mail") {
          mails.push(event);
        }
      },
      onFault: (fault) => faults.push(fault),
    });
  } finally {
    delete process.env["ASHIATO_MAIL"];
    delete process.env["ASHIATO_WEBHOOK_URL"];
  }
  TopicArn = app.output("notificationsTopicArn");
  sns = new SNSClient({
    region: app.stage.plan.region,
    credentials: credentialsOf(app.stage.environment),
    endpoint: app.stage.endpoints.sns,
  });
}, 300_000);

afterAll(async () => {
  sns?.destroy();
  await app?.stop();
  receiver?.close();
});

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = JSON.parse(await text(request)) as Record<string, string>;
  received.push({ headers: request.headers, body });
  response.writeHead(answers.shift() ?? 200).end();
}

/** Returns the next message that the webhook receives. */
async function next(): Promise<Received> {
  await vi.waitFor(() => expect(received).not.toEqual([]));
  const [first] = received.splice(0, 1);
  if (!first) {
    throw new Error("nothing was received");
  }
  return first;
}

async function subscribers(): Promise<string[]> {
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  return Subscriptions.map(
    ({ Protocol, SubscriptionArn = "" }) =>
      `${Protocol} ${SubscriptionArn.startsWith("arn:") ? "confirmed" : SubscriptionArn}`,
  ).toSorted();
}

it("asks the declared webhook to confirm, and sends it nothing until it has opened the link", async () => {
  const { headers, body } = await next();
  expect(headers).toMatchObject({
    "x-amz-sns-message-type": "SubscriptionConfirmation",
    "x-amz-sns-topic-arn": TopicArn,
    "content-type": "text/plain; charset=UTF-8",
  });
  expect(body).toMatchObject({ Type: "SubscriptionConfirmation", TopicArn });
  expect(await subscribers()).toEqual(["email confirmed", "http PendingConfirmation"]);
  await sns.send(new PublishCommand({ TopicArn, Subject: "early", Message: "not to the webhook" }));
  await vi.waitFor(() => expect(mails.map(({ subject }) => subject)).toContain("early"));
  expect(received).toEqual([]);

  const { SubscribeURL = "" } = body;
  const wrong = new URL(SubscribeURL);
  wrong.searchParams.set("Token", "0".repeat(64));
  expect((await fetch(wrong)).status).toBe(400);
  expect(await subscribers()).toContain("http PendingConfirmation");
  const confirmed = await fetch(SubscribeURL);
  expect(confirmed.status).toBe(200);
  expect(await confirmed.text()).toContain("<ConfirmSubscriptionResult><SubscriptionArn>arn:aws:sns:");
  expect(await subscribers()).toEqual(["email confirmed", "http confirmed"]);
});

describe("an alarm that fires by the moved clock", () => {
  it("is posted to the webhook and mailed, as mail that others read", async () => {
    expect((await app.invoke("Distribute", { not: "a batch" })).functionError).toBe("Unhandled");
    await clock.advance(2 * minute);
    let message: Received | undefined;
    while (!message?.body["Subject"]?.includes("DistributeErrorsAlarm")) {
      message = await next();
    }
    expect(message.headers).toMatchObject({
      "x-amz-sns-message-type": "Notification",
      "x-amz-sns-message-id": message.body["MessageId"],
      "x-amz-sns-subscription-arn": expect.stringMatching(/^arn:aws:sns:/) as string,
    });
    expect(message.body).toMatchObject({ Type: "Notification", TopicArn });
    expect(JSON.parse(message.body["Message"] ?? "")).toMatchObject({
      AlarmName: "ashiato-local-DistributeErrorsAlarm",
      NewStateValue: "ALARM",
    });

    const mail = await vi.waitFor(() => {
      const found = mails.find(({ subject }) => subject?.includes("DistributeErrorsAlarm"));
      expect(found).toBeDefined();
      return found;
    });
    const parsed = await PostalMime.parse(await readFile(mail?.file ?? ""));
    expect(parsed).toMatchObject({
      from: { name: "AWS Notifications", address: "no-reply@sns.amazonaws.com" },
      to: [{ address: to }],
      subject: message.body["Subject"],
      messageId: `<${message.body["MessageId"]}@sns.amazonaws.com>`,
    });
    const [sent = ""] = parsed.text?.split("\n--\n") ?? [];
    expect(JSON.parse(sent)).toEqual(JSON.parse(message.body["Message"] ?? ""));
  });
});

it.skipIf(!canRun("python3", "--version"))(
  "writes a mail that Python's reader reads, Japanese too",
  async () => {
    await sns.send(new PublishCommand({ TopicArn, Subject: "足跡", Message: `位置 ${"あ".repeat(200)}` }));
    const mail = await vi.waitFor(() => {
      const found = mails.find(({ subject }) => subject === "足跡");
      expect(found).toBeDefined();
      return found;
    });
    const script =
      "import email,json,sys;from email import policy;m=email.message_from_binary_file(open(sys.argv[1],'rb'),policy=policy.default);print(json.dumps([m['subject'],m['to'],m.get_content()]))";
    const { stdout } = await promisify(execFile)(`${debianPrograms}/python3`, [
      "-c",
      script,
      mail?.file ?? "",
    ]);
    const [subject, address, content] = JSON.parse(stdout) as string[];
    expect([subject, address]).toEqual(["足跡", to]);
    expect(content).toContain(`位置 ${"あ".repeat(200)}`);
  },
);

it("retries a webhook by the clock, and reports when it gives up", async () => {
  received.length = 0;
  answers.push(503, 429);
  await sns.send(new PublishCommand({ TopicArn, Message: "again" }));
  await next();
  await vi.waitFor(async () => {
    await clock.advance(20_000);
    expect(received.filter(({ body }) => body["Message"] === "again")).toHaveLength(2);
  });
  expect(faults).toEqual([]);
  received.length = 0;
  answers.push(403);
  await sns.send(new PublishCommand({ TopicArn, Message: "refused" }));
  await vi.waitFor(() => expect(faults).toHaveLength(1));
  expect(String(faults[0])).toMatch(/hook did not take a message of SNS: it answered 403/);
});

it("sends to who opened the link to unsubscribe no more, and takes no protocol that it cannot deliver by", async () => {
  received.length = 0;
  await sns.send(new PublishCommand({ TopicArn, Message: "last" }));
  const { body } = await vi.waitFor(() => {
    const found = received.find((each) => each.body["Message"] === "last");
    if (!found) {
      throw new Error("not yet");
    }
    return found;
  });
  expect((await fetch(body["UnsubscribeURL"] ?? "")).status).toBe(200);
  expect(await subscribers()).toEqual(["email confirmed"]);
  const sms = new SubscribeCommand({ TopicArn, Protocol: "sms", Endpoint: "+810000000" });
  await expect(sns.send(sms)).rejects.toThrow("the local SNS does not deliver by sms");
});
