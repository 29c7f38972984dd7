import { type FileConverter, type FileOptions, type FileRecord, shownText } from "./file-record.ts";
import { elementOutcomes } from "./json-element.ts";
import { TextLines } from "./text-lines.ts";

/** A line of the Recorder: a time, a word and a payload, separated by tabs. */
export const recordingLine = /^\d{4}-\d\d-\d\dT[\d:.]+Z?\t[^\t]*\t(.*)$/s;

/** Reads a `.rec` file of OwnTracks' Recorder: https://github.com/owntracks/recorder#storage */
export function owntracksRecordingConverter(options: FileOptions): FileConverter {
  const lines = new TextLines();
  const read = ({ number, text }: { number: number; text: string }): FileRecord[] => {
    const record = { place: number, text: shownText(text) };
    const payload = recordingLine.exec(text)?.[1];
    if (text.trim() === "") {
      return [];
    }
    if (payload === undefined) {
      return [
        { ...record, kind: "refused", reason: "it is not a time, a word and a payload, separated by tabs" },
      ];
    }
    try {
      return elementOutcomes(JSON.parse(payload), options).map((outcome) => ({ ...record, ...outcome }));
    } catch {
      return [{ ...record, kind: "passed-over", what: "a payload that is not JSON" }];
    }
  };
  return { push: (piece) => lines.push(piece).flatMap(read), end: () => lines.end().flatMap(read) };
}
