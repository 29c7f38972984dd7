import { languages, type Language } from "../text/dictionary.ts";
import { KeptTexts } from "./storage.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const names = { key: "ashiato.key", theme: "ashiato.theme", language: "ashiato.language" };

const ofTab = new KeptTexts(() => sessionStorage);
const ofBrowser = new KeptTexts(() => localStorage);

/** The key lasts as long as the tab: it is in no cookie, no URL and nothing that outlives the session. */
export function keptKey(): string | undefined {
  return ofTab.get(names.key);
}

export function keepKey(key: string | undefined): void {
  ofTab.set(names.key, key);
}

/** Returns the chosen theme; the system's until another was chosen. */
export function keptTheme(): Theme {
  const kept = ofBrowser.get(names.theme);
  return themes.find((theme) => theme === kept) ?? "system";
}

export function keepTheme(theme: Theme): void {
  ofBrowser.set(names.theme, theme);
}

/** Returns the chosen language; before that the browser's first one that the console speaks. */
export function keptLanguage(): Language {
  const kept = ofBrowser.get(names.language);
  const wanted = [kept ?? "", ...navigator.languages].map((tag) => tag.split("-")[0]);
  return wanted.flatMap((tag) => languages.find((language) => language === tag) ?? [])[0] ?? "en";
}

export function keepLanguage(language: Language): void {
  ofBrowser.set(names.language, language);
}
