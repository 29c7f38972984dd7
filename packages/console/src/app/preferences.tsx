import { languages, type Language } from "../text/dictionary.ts";
import { type Theme, themes } from "./choices.ts";
import { useWording } from "./context.ts";

/** Each language by its own name. */
const languageNames: Record<Language, string> = { en: "English", ja: "日本語" };

export type PreferencesProps = {
  theme: Theme;
  onTheme: (theme: Theme) => void;
  onLanguage: (language: Language) => void;
};

/** Language and theme, which this browser remembers. */
export function Preferences({ theme, onTheme, onLanguage }: PreferencesProps) {
  const { t, language } = useWording();
  return (
    <div class="preferences">
      <label>
        <span class="visually-hidden">{t.shell.language}</span>
        <select
          class="select"
          value={language}
          onChange={({ currentTarget }) => {
            onLanguage(languages.find((each) => each === currentTarget.value) ?? "en");
          }}
        >
          {languages.map((each) => (
            <option key={each} value={each} lang={each}>
              {languageNames[each]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="visually-hidden">{t.shell.theme}</span>
        <select
          class="select"
          value={theme}
          onChange={({ currentTarget }) => {
            onTheme(themes.find((each) => each === currentTarget.value) ?? "system");
          }}
        >
          {themes.map((each) => (
            <option key={each} value={each}>
              {t.shell.themes[each]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
