const PLACE = 'hanok.console.invitation';

/**
 * The token of an invitation. It comes behind the `#` of the mail's link, which no server sees; it is taken out of the address,
 * and kept in this window while its person signs in.
 *
 * @returns null where there is none
 */
export function takeToken(): string | null {
  const said = new URLSearchParams(location.hash.slice(1)).get('token');
  if (said !== null && said !== '') {
    sessionStorage.setItem(PLACE, said);
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  return sessionStorage.getItem(PLACE);
}

/** It was used. */
export function forgetToken(): void {
  sessionStorage.removeItem(PLACE);
}
