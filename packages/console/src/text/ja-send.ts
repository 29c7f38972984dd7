import type { enSend } from "./en-send.ts";
import type { Widened } from "./widened.ts";

export const jaSend: Widened<typeof enSend> = {
  send: {
    title: "ファイルをアップロード",
    choose: "ファイルを選択",
    chooseAnother: "別のファイルを選択",
    hint: "ここにドロップすることもできます。CSV、GPX、KML、GeoJSON、NMEA などのファイル（gzip や zip で圧縮したものも可）を 50 GiB まで送れます。種類は内容から自動で判別します。",
    chosen: (name, size) => `${name}（${size}）`,
    name: "ファイル名",
    nameHint: "デバイス名のない行には、この名前がデバイス名として使われます。",
    submit: "アップロード",
    goOn: "もう一度試す",
    cancel: "キャンセル",
    canceled: "アップロードを中止しました。届いた分は1日間保存され、もう一度試すと続きから送られます。",
    steps: { hashing: "チェックサムを計算しています", sending: "アップロードしています" },
    of: (done, all) => `${done} / ${all}`,
    stay: "終わるまでこのページを開いたままにしてください。",
    refusals: {
      empty: "このファイルは空です。",
      large: "このファイルは 50 GiB を超えています。分割してください。",
      name: "ファイル名は1〜200文字で、スラッシュや制御文字は使えません。",
    },
    failures: {
      limit: "このクライアントは利用上限に達しました。",
      unreadable:
        "ファイルを読み取れません。変更または移動された可能性があります。もう一度選択してください。",
      changed: "アップロード中にファイルが変更されました。もう一度選択してください。",
    },
  },
};
