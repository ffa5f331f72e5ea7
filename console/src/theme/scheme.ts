import { useCallback, useSyncExternalStore } from 'react';

/** How the console looks. `auto` follows the machine; `contrast` is KRDS' high contrast (고대비). */
export type Scheme = 'auto' | 'light' | 'dark' | 'contrast';

const PLACE = 'hanok.console.scheme';
const listeners = new Set<() => void>();

/** What the reader chose in this browser. */
export function chosenScheme(): Scheme {
  const kept = localStorage.getItem(PLACE);
  return kept === 'light' || kept === 'dark' || kept === 'contrast' ? kept : 'auto';
}

/** What is shown: `auto` is decided. */
export function shownScheme(scheme: Scheme): 'light' | 'dark' {
  if (wantsContrast(scheme)) {
    return 'dark';
  }
  if (scheme === 'auto') {
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  return scheme === 'light' ? 'light' : 'dark';
}

function wantsContrast(scheme: Scheme): boolean {
  return scheme === 'contrast' || (scheme === 'auto' && matchMedia('(prefers-contrast: more)').matches);
}

/** Puts the scheme on the document; called before the first drawing, so that nothing flashes. */
export function applyScheme(): void {
  const scheme = chosenScheme();
  const root = document.documentElement;
  root.dataset.mantineColorScheme = shownScheme(scheme);
  if (wantsContrast(scheme)) {
    root.dataset.contrast = 'high';
  } else {
    delete root.dataset.contrast;
  }
}

/** Keeps a choice in this browser and shows it. */
export function chooseScheme(scheme: Scheme): void {
  localStorage.setItem(PLACE, scheme);
  applyScheme();
  listeners.forEach((listener) => listener());
}

/** The scheme of this browser, and how to change it. */
export function useScheme(): [Scheme, (scheme: Scheme) => void] {
  const subscribe = useCallback((listener: () => void) => {
    const machine = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'].map((query) => matchMedia(query));
    const changed = (): void => {
      applyScheme();
      listener();
    };
    listeners.add(listener);
    machine.forEach((query) => query.addEventListener('change', changed));
    return () => {
      listeners.delete(listener);
      machine.forEach((query) => query.removeEventListener('change', changed));
    };
  }, []);
  return [useSyncExternalStore(subscribe, chosenScheme), chooseScheme];
}
