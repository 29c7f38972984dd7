import { languages, type Language } from "../text/dictionary.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const names = { key: "ashiato.key", theme: "ashiato.theme", language: "ashiato.language" };

/** The key lasts as long as the tab: it is in no cookie, no URL and nothing that outlives the session. */
export function keptKey(): string | undefined {
  return sessionStorage.getItem(names.key) ?? undefined;
}

export function keepKey(key: string | undefined): void {
  if (key === undefined) {
    sessionStorage.removeItem(names.key);
    return;
  }
  sessionStorage.setItem(names.key, key);
}

/** Returns the chosen theme; the system's until another was chosen. */
export function keptTheme(): Theme {
  const kept = localStorage.getItem(names.theme);
  return themes.find((theme) => theme === kept) ?? "system";
}

export function keepTheme(theme: Theme): void {
  localStorage.setItem(names.theme, theme);
}

/** Returns the chosen language; before that the browser's first one that the console speaks. */
export function keptLanguage(): Language {
  const kept = localStorage.getItem(names.language);
  const wanted = [kept ?? "", ...navigator.languages].map((tag) => tag.split("-")[0]);
  return wanted.flatMap((tag) => languages.find((language) => language === tag) ?? [])[0] ?? "en";
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(names.language, language);
}
