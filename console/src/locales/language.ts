import { i18n } from '@lingui/core';

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

/** Loads a language's messages and shows them. */
export async function showLanguage(language: Language): Promise<void> {
  const { messages } = language === 'ko' ? await import('./ko.po') : await import('./en.po');
  i18n.load(language, messages);
  i18n.activate(language);
  document.documentElement.lang = language;
}

/** Keeps a choice in this browser and shows it. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(PLACE, language);
  await showLanguage(language);
}
