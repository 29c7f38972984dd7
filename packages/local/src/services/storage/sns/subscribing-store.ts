import type { FauxqsParts, Stores } from "../fauxqs-parts.ts";
import type { Subscription } from "./deliveries.ts";

type SnsStore = Stores["snsStore"];

/**
 * Returns the store of fauxqs's topics with subscriptions that have to be confirmed: a webhook is asked for
 * it. A mail address needs none here, where the mail is a file.
 */
export function subscribingStore(
  Base: FauxqsParts["SnsStore"],
  askToConfirm: (subscription: Subscription) => void,
): SnsStore {
  class SubscribingStore extends Base {
    override subscribe(...args: Parameters<SnsStore["subscribe"]>): Subscription | undefined {
      const subscription = super.subscribe(...args);
      if (!subscription || subscription.confirmed) {
        return subscription;
      }
      if (subscription.protocol.startsWith("email")) {
        subscription.confirmed = true;
        this.persistence?.insertSubscription(subscription);
        return subscription;
      }
      askToConfirm(subscription);
      return { ...subscription, arn: "pending confirmation" };
    }

    override listSubscriptions(
      ...args: Parameters<SnsStore["listSubscriptions"]>
    ): ReturnType<SnsStore["listSubscriptions"]> {
      return listed(super.listSubscriptions(...args));
    }

    override listSubscriptionsByTopic(
      ...args: Parameters<SnsStore["listSubscriptionsByTopic"]>
    ): ReturnType<SnsStore["listSubscriptionsByTopic"]> {
      return listed(super.listSubscriptionsByTopic(...args));
    }
  }
  return new SubscribingStore();
}

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
function listed<Page extends { subscriptions: Subscription[] }>(page: Page): Page {
  const subscriptions = page.subscriptions.map((each) =>
    each.confirmed ? each : { ...each, arn: "PendingConfirmation" },
  );
  return { ...page, subscriptions };
}
