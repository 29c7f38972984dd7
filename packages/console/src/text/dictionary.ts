import { enClients } from "./en-clients.ts";
import { enFrame } from "./en-frame.ts";
import { enPages } from "./en-pages.ts";
import { enPicture } from "./en-picture.ts";
import { enSend } from "./en-send.ts";
import { enSteps } from "./en-steps.ts";
import { jaClients } from "./ja-clients.ts";
import { jaFrame } from "./ja-frame.ts";
import { jaPages } from "./ja-pages.ts";
import { jaPicture } from "./ja-picture.ts";
import { jaSend } from "./ja-send.ts";
import { jaSteps } from "./ja-steps.ts";
import type { Widened } from "./widened.ts";

export const languages = ["en", "ja"] as const;
export type Language = (typeof languages)[number];

const en = { ...enFrame, ...enClients, ...enPages, ...enPicture, ...enSend, ...enSteps };

/** Every text of the console: English says what there is, and each other language has the same. */
export type Dictionary = Widened<typeof en>;

const dictionaries: Record<Language, Dictionary> = {
  en,
  ja: { ...jaFrame, ...jaClients, ...jaPages, ...jaPicture, ...jaSend, ...jaSteps },
};

/** Returns the texts of a language. */
export function dictionaryOf(language: Language): Dictionary {
  return dictionaries[language];
}
