/** The two languages that every error is written in. */
export interface Messages {
  ko: string;
  en: string;
}

/** Codes of failures that no server said: nothing answered, or what answered was not the control plane. */
export type OwnCode = 'unreachable' | 'unreadable_answer';

/** A call that did not succeed, as the API's error objects say it. */
export class ApiFailure extends Error {
  /** Stable; the API's own, or an {@link OwnCode}. */
  readonly code: string;

  /** HTTP's status; 0 when nothing answered. */
  readonly status: number;

  /** The field that is to blame, where one is. */
  readonly param: string | null;

  /** Reason and next step, where a server said them. */
  readonly messages: Messages | null;

  /** Names the request in the operator's logs. */
  readonly requestId: string | null;

  /** Seconds after which a repetition makes sense. */
  readonly retryAfter: number | null;

  constructor(failure: {
    code: string;
    status: number;
    param?: string | null;
    messages?: Messages | null;
    requestId?: string | null;
    retryAfter?: number | null;
  }) {
    super(failure.messages?.en ?? failure.code);
    this.name = 'ApiFailure';
    this.code = failure.code;
    this.status = failure.status;
    this.param = failure.param ?? null;
    this.messages = failure.messages ?? null;
    this.requestId = failure.requestId ?? null;
    this.retryAfter = failure.retryAfter ?? null;
  }

  /** Whether the reader has to sign in again. */
  get endsSession(): boolean {
    return this.status === 401;
  }

  /** Whether the same call may succeed a moment later. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** Whether what was thrown says that the reader has to sign in again. */
export function endsSession(error: unknown): boolean {
  return error instanceof ApiFailure && error.endsSession;
}

/** Reads an answer that is no success. */
export async function failureOf(response: Response): Promise<ApiFailure> {
  const text = await response.text().catch(() => '');
  return failureFrom(text, response.status, response.headers);
}

/** Reads an error object, of an answer's body or of a stream's last event. */
export function failureFrom(text: string, status: number, headers?: Headers): ApiFailure {
  const wait = Number(headers?.get('retry-after') ?? Number.NaN);
  const shared = {
    status,
    requestId: headers?.get('x-request-id') ?? null,
    retryAfter: Number.isFinite(wait) ? wait : null,
  };
  const error = errorIn(text);
  if (!error) {
    return new ApiFailure({ ...shared, code: 'unreadable_answer' });
  }
  const message = typeof error.message === 'string' ? error.message : '';
  const messages = isRecord(error.messages) ? error.messages : {};
  return new ApiFailure({
    ...shared,
    code: typeof error.code === 'string' ? error.code : 'unreadable_answer',
    param: typeof error.param === 'string' ? error.param : null,
    messages: {
      ko: typeof messages.ko === 'string' ? messages.ko : message,
      en: typeof messages.en === 'string' ? messages.en : message,
    },
    requestId: typeof error.request_id === 'string' ? error.request_id : shared.requestId,
  });
}

function errorIn(text: string): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(text);
    return isRecord(body) && isRecord(body.error) ? body.error : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
