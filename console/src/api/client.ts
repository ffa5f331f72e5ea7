import { hasActed } from '../session/presence.ts';
import { ApiFailure, failureOf } from './failure.ts';

type Value = string | number | boolean;

/** What a call says beyond its path. */
export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  query?: Record<string, Value | readonly Value[] | null | undefined>;
  body?: unknown;
  /** Instead of a body: fields and files, as a browser's form sends them. */
  form?: FormData;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** What sends it; as `fetch` does where nothing is said. */
  by?: Sender;
}

/** Sends a request and brings its answer. */
export type Sender = (url: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> }) => Promise<Response>;

/**
 * Calls the control plane for one organisation as the signed-in member.
 *
 * The cookie of the organisation's session goes along by itself; what changes something carries the session's CSRF value. No
 * token is ever seen here.
 */
export class ConsoleApi {
  private readonly organization: string;
  private readonly csrf: () => string | null;
  private readonly language: () => string;
  private readonly onSessionEnd: () => void;

  /**
   * @param organization alias of the organisation, or `-` for operators
   * @param csrf the session's value, read at each call
   * @param language `ko` or `en`, read at each call
   * @param onSessionEnd the control plane said that there is no session any more
   */
  constructor(organization: string, csrf: () => string | null, language: () => string, onSessionEnd: () => void) {
    this.organization = organization;
    this.csrf = csrf;
    this.language = language;
    this.onSessionEnd = onSessionEnd;
  }

  /**
   * Calls an API and reads its JSON.
   *
   * @param path as the contract names it, `/v1/models`
   * @throws ApiFailure when it does not succeed
   */
  async json<T>(path: string, call: Call = {}): Promise<T> {
    const response = await this.send(path, call);
    try {
      return (await response.json()) as T;
    } catch {
      throw new ApiFailure({ code: 'unreadable_answer', status: response.status });
    }
  }

  /**
   * Calls an API and reads its text.
   *
   * @throws ApiFailure when it does not succeed
   */
  async text(path: string, call: Call = {}): Promise<string> {
    return (await this.send(path, call)).text();
  }

  /**
   * Calls an API; a 2xx answer is the caller's to read.
   *
   * @throws ApiFailure when it does not succeed
   */
  async send(path: string, call: Call = {}): Promise<Response> {
    return this.fetch(`/console/${this.organization}/api${path}${queryOf(call.query)}`, call);
  }

  /** Ends the session everywhere; the browser goes to the address that is answered. */
  async signOut(): Promise<string> {
    const response = await this.fetch(`/console/${this.organization}/sign-out`, { method: 'POST' });
    return ((await response.json()) as { location: string }).location;
  }

  private async fetch(url: string, call: Call): Promise<Response> {
    const method = call.method ?? 'GET';
    const headers: Record<string, string> = { 'accept-language': this.language(), ...call.headers };
    const csrf = this.csrf();
    if (method !== 'GET' && csrf !== null) {
      headers['x-hanok-csrf'] = csrf;
    }
    if (call.body !== undefined) {
      headers['content-type'] = 'application/json';
    }
    const response = await (call.by ?? reach)(url, {
      method,
      headers,
      credentials: 'same-origin',
      body: call.form ?? (call.body === undefined ? null : JSON.stringify(call.body)),
      signal: call.signal ?? null,
    });
    if (!response.ok) {
      const failure = await failureOf(response);
      if (failure.endsSession) {
        this.onSessionEnd();
      }
      throw failure;
    }
    return response;
  }
}

/**
 * As `fetch`, and tells the control plane where the page asks by itself, which does not keep a session alive. Where nothing
 * answers, the failure says so in the words of this console.
 */
export const reach: Sender = async (url, init) => {
  const isTheirs = hasActed() || (init.method ?? 'GET') !== 'GET';
  try {
    return await fetch(url, isTheirs ? init : { ...init, headers: { ...init.headers, 'x-hanok-background': '1' } });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') {
      throw error;
    }
    throw new ApiFailure({ code: 'unreachable', status: 0 });
  }
};

/** A query in the form of the contracts: an array is its name again for each value. */
export function queryOf(query: Call['query']): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? (value as readonly Value[]) : [value as Value | null | undefined]) {
      if (one !== null && one !== undefined && one !== '') {
        search.append(name, String(one));
      }
    }
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
