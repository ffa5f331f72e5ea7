import { i18n, type Messages } from '@lingui/core';

export type Language = 'ko' | 'en';

const PLACE = 'hanok.console.language';

/** What the reader chose in this browser, else what the browser asks for; Korean where it asks for neither. */
export function chosenLanguage(): Language {
  const kept = localStorage.getItem(PLACE);
  if (kept === 'ko' || kept === 'en') {
    return kept;
  }
  const first = navigator.languages.find((language) => /^(ko|en)\b/i.test(language));
  return first?.toLowerCase().startsWith('en') ? 'en' : 'ko';
}

/** Some screens' messages in both languages, each loaded when it is wanted. */
type Catalog = Record<Language, () => Promise<{ messages: Messages }>>;

const everybodys: Catalog = { ko: () => import('./ko.po'), en: () => import('./en.po') };
const platforms: Catalog = { ko: () => import('./platform/ko.po'), en: () => import('./platform/en.po') };

/** Those whose screens were opened. */
const wanted = new Set([everybodys]);

/** Loads a language's messages and shows them. */
export async function showLanguage(language: Language): Promise<void> {
  for (const { messages } of await Promise.all([...wanted].map((catalog) => catalog[language]()))) {
    i18n.load(language, messages);
  }
  i18n.activate(language);
  document.documentElement.lang = language;
}

/** Keeps a choice in this browser and shows it. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(PLACE, language);
  await showLanguage(language);
}

/** Brings the messages of the screens of those who run the platform; to be awaited before one is shown. */
export async function bringPlatformMessages(): Promise<void> {
  wanted.add(platforms);
  const language = i18n.locale === 'en' ? 'en' : 'ko';
  i18n.load(language, (await platforms[language]()).messages);
}
