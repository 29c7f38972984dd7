import { notificationSettings } from "./settings.ts";

/** The topic for the end of each run and for every alarm. */
export const notifications = new sst.aws.SnsTopic("Notifications");

const { mail, webhookUrl } = notificationSettings;

// AWS sends each subscriber a link, and nothing else until the link is opened.
if (mail !== undefined) {
  new aws.sns.TopicSubscription("NotificationsMail", {
    topic: notifications.arn,
    protocol: "email",
    endpoint: mail,
  });
}
if (webhookUrl !== undefined) {
  new aws.sns.TopicSubscription("NotificationsWebhook", {
    topic: notifications.arn,
    // A receiver on the machine of a local stage has no certificate.
    protocol: webhookUrl.startsWith("http://") ? "http" : "https",
    endpoint: webhookUrl,
  });
}

/** The subscribers, as an output of the stage. */
export const notified = [mail, webhookUrl].filter((each) => each !== undefined).join(", ") || "nobody";
