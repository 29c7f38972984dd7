import { mkdir } from "node:fs/promises";
import path from "node:path";
import MailComposer from "nodemailer/lib/mail-composer";
import { writeWhole } from "../../../disk/write-whole.ts";

/** A message to a subscriber by mail. */
export type TopicMail = {
  to: string;
  subject: string | undefined;
  text: string;
  messageId: string;
  unsubscribeUrl: string;
  time: Date;
};

/**
 * Writes a mail as SNS words it into a folder, as `<time>-<message id>.eml`, and returns the file.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
 */
export async function writeMail(folder: string, mail: TopicMail): Promise<string> {
  const { to, subject = "AWS Notification Message", text, messageId, unsubscribeUrl, time } = mail;
  const composer = new MailComposer({
    from: { name: "AWS Notifications", address: "no-reply@sns.amazonaws.com" },
    to,
    subject,
    date: time,
    messageId: `<${messageId}@sns.amazonaws.com>`,
    text: [
      text,
      "",
      "--",
      "If you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe:",
      unsubscribeUrl,
      "",
      "Please do not reply directly to this email.",
    ].join("\n"),
  });
  const bytes = await composer.compile().build();
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${time.toISOString().replaceAll(":", "")}-${messageId}.eml`);
  await writeWhole(file, bytes.toString("latin1"));
  return file;
}
