import { useEffect, useState } from 'react';

const PLACE = 'hanok.console.vkey.';

/**
 * A log's verifier key that this browser goes by: the one that the reader put in, or else the first that it was told. A key that
 * is told later replaces neither.
 *
 * @param told by the control plane; null until it has said it
 */
export function useKeptKey(origin: string, told: string | null): [kept: string | null, keep: (key: string) => void] {
  const [own, setOwn] = useState(() => localStorage.getItem(PLACE + origin));
  const kept = own ?? told;
  useEffect(() => {
    if (kept === null) {
      localStorage.removeItem(PLACE + origin);
    } else {
      localStorage.setItem(PLACE + origin, kept);
    }
  }, [origin, kept]);
  return [kept, (key) => setOwn(key.trim() === '' ? null : key.trim())];
}
