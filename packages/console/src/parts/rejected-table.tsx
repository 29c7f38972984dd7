import type { Run } from "../api/client.ts";
import { useWording } from "../app/context.ts";
import { countText } from "../format/number.ts";

/** Rejected rows by reason; absent where none were, or an earlier version rejected them. */
export type Rejected = NonNullable<NonNullable<Run["ledger"]>["rejected"]>;

const otherReasons = ["fields", "length", "form"] as const;

/** Why rows were rejected, and where they are. */
export function RejectedTable({ rejected }: { rejected: Rejected }) {
  const { t, language } = useWording();
  const textOf = (reason: string): string => {
    const known = otherReasons.find((each) => each === reason);
    return known === undefined ? t.steps.rejectedColumn(reason) : t.steps.rejectedReasons[known];
  };
  return (
    <>
      <h3>{t.steps.rejected}</h3>
      <p class="quiet">{t.steps.rejectedHint}</p>
      <div class="table-frame" tabIndex={0} role="group" aria-label={t.steps.rejected}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t.steps.rejectedReason}</th>
              <th scope="col" class="number">
                {t.run.rows}
              </th>
            </tr>
          </thead>
          <tbody>
            {rejected.map(({ reason, rows }) => (
              <tr key={reason}>
                <th scope="row">{textOf(reason)}</th>
                <td class="number">{countText(rows, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
