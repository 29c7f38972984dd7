import type { Export } from "../api/client.ts";
import { useWording } from "../app/context.ts";
import { bytesText, countText } from "../format/number.ts";
import { CopyButton } from "../parts/copy-button.tsx";

/** The files of an export with their checksums; a link saves the file under its name. */
export function FilesTable({ files, parquet }: Pick<Export, "files" | "parquet">) {
  const { t, language } = useWording();
  return (
    <ul class="files">
      {[
        ...files.map((file) => ({ ...file, kind: t.day.csv })),
        ...parquet.map((file) => ({ ...file, kind: t.day.parquet, sha256: undefined })),
      ].map(({ name, kind, rows, bytes, url, sha256 }) => (
        <li key={name} class="file">
          <div class="file-text">
            <p class="file-name">
              <span class="badge badge-plain">{kind}</span> <span class="mono">{name}</span>
            </p>
            <p class="small quiet">
              {t.day.rows} {countText(rows, language)} · {bytesText(bytes, language)}
            </p>
            {sha256 !== undefined && (
              <p class="small checksum">
                <span class="quiet">{t.day.checksum}</span> <code data-checksum={name}>{sha256}</code>{" "}
                <CopyButton text={sha256} label={t.day.checksum} />
              </p>
            )}
          </div>
          <a class="button button-main" href={url} download={name} aria-label={`${t.day.download} ${name}`}>
            {t.day.download}
          </a>
        </li>
      ))}
    </ul>
  );
}
