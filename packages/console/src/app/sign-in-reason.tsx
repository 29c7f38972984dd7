import { Notice } from "../parts/notice.tsx";
import { useWording } from "./context.ts";

/** Why a person is on the page to sign in, where it is not by choice. */
export type SignInReason =
  | "keyEnded"
  | "sessionEnded"
  | "linkSpent"
  | "linkUnanswered"
  | "notEnded"
  | "unanswered";

/** Where another link comes from; on a deployed stage with `--stage`. */
const command = "npm run ashiato -- console";

/** Says what has ended, and how to go on. */
export function SignInReasonNotice({ reason }: { reason: SignInReason }) {
  const { t } = useWording();
  const { title, hint } = t.signIn.reasons[reason];
  return (
    <Notice tone="warn" title={title} live>
      <p>{hint}</p>
      {(reason === "sessionEnded" || reason === "linkSpent") && (
        <>
          <p>{t.signIn.anotherLink}</p>
          <p>
            <code>{command}</code>
          </p>
        </>
      )}
    </Notice>
  );
}
