import { createContext, useContext } from 'react';
import type { ConsoleApi } from '../api/client.ts';
import type { Session } from './session.ts';

/** Who is signed in, and how to call the control plane as them. */
export interface Signed {
  session: Session;
  organization: string;
  api: ConsoleApi;
}

export const SignedContext = createContext<Signed | null>(null);

/** Who is signed in; only below the shell. */
export function useSigned(): Signed {
  const signed = useContext(SignedContext);
  if (!signed) {
    throw new Error('used outside of the shell');
  }
  return signed;
}
