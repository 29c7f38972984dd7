import { useState } from "preact/hooks";
import { bodyOf, type Right } from "../api/client.ts";
import { type ApiFailure, asFailure } from "../api/failure.ts";
import { useSession, useWording } from "../app/context.ts";
import { FailureNotice } from "../parts/notice.tsx";
import { NewKey } from "./new-key.tsx";

/** What a client may be given, as the API names it. */
const rights: readonly Right[] = [
  "ingest",
  "uploads",
  "exports:read",
  "runs:start",
  "live:read",
  "clients:admin",
];

/** Adds a client and shows its key once. A refused request keeps what was entered. */
export function AddClient({ onAdded }: { onAdded: () => void }) {
  const { api } = useSession();
  const { t } = useWording();
  const [id, setId] = useState("");
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<Right>>(new Set());
  const [isWaiting, setIsWaiting] = useState(false);
  const [failure, setFailure] = useState<ApiFailure>();
  const [added, setAdded] = useState<{ id: string; key: string }>();

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setIsWaiting(true);
    setFailure(undefined);
    try {
      const body = { id, name, rights: rights.filter((right) => chosen.has(right)) };
      setAdded(await bodyOf(api.POST("/v1/clients", { body })));
      setId("");
      setName("");
      setChosen(new Set());
      onAdded();
    } catch (error) {
      setFailure(asFailure(error));
    } finally {
      setIsWaiting(false);
    }
  }

  return (
    <form class="start-run" onSubmit={(event) => void submit(event)}>
      {added !== undefined && <NewKey of={added.id} text={added.key} />}
      {failure !== undefined && <FailureNotice failure={failure} />}
      <div class="start-run-fields fields-top">
        <label class="field">
          <span class="field-label">{t.clients.id}</span>
          <input
            class="input"
            value={id}
            required
            autoComplete="off"
            aria-describedby="client-id-hint"
            onInput={({ currentTarget }) => setId(currentTarget.value)}
          />
          <span id="client-id-hint" class="small quiet">
            {t.clients.idHint}
          </span>
        </label>
        <label class="field">
          <span class="field-label">{t.clients.name}</span>
          <input
            class="input"
            value={name}
            required
            autoComplete="off"
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
      </div>
      <fieldset class="rights">
        <legend class="field-label">{t.clients.rights}</legend>
        {rights.map((right) => (
          <div key={right}>
            <label class="check">
              <input
                type="checkbox"
                aria-describedby={`right-${right}`}
                checked={chosen.has(right)}
                onChange={({ currentTarget }) => {
                  const others = [...chosen].filter((each) => each !== right);
                  setChosen(new Set(currentTarget.checked ? [...others, right] : others));
                }}
              />
              <span class="mono">{right}</span>
            </label>
            <p id={`right-${right}`} class="small quiet">
              {t.clients.rightHints[right]}
            </p>
          </div>
        ))}
      </fieldset>
      <button type="submit" class="button button-main" disabled={isWaiting}>
        {t.clients.add}
      </button>
    </form>
  );
}
