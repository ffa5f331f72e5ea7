import type { Sender } from './client.ts';
import { ApiFailure } from './failure.ts';

/** Of these an answer has no body, and none may be given to it. */
const WITHOUT_BODY = [204, 205, 304];

/**
 * Sends as `fetch` does, and says how much of the body is on its way: browsers tell that of `XMLHttpRequest` alone.
 *
 * @param onSent gets the bytes that have gone out, what frames a form among them
 */
export function counting(onSent: (bytes: number) => void): Sender {
  return (url, init) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const { signal } = init;
      const stop = (): void => request.abort();
      if (signal?.aborted) {
        reject(aborted());
        return;
      }
      signal?.addEventListener('abort', stop);
      request.onloadend = () => signal?.removeEventListener('abort', stop);
      request.upload.onprogress = ({ loaded }) => onSent(loaded);
      request.onabort = () => reject(aborted());
      request.onerror = request.ontimeout = () => reject(new ApiFailure({ code: 'unreachable', status: 0 }));
      request.onload = () => {
        const body = WITHOUT_BODY.includes(request.status) ? null : request.responseText;
        resolve(new Response(body, { status: request.status, headers: headersIn(request.getAllResponseHeaders()) }));
      };
      request.open(init.method ?? 'GET', url);
      for (const [name, value] of Object.entries(init.headers ?? {})) {
        request.setRequestHeader(name, value);
      }
      request.send(init.body as XMLHttpRequestBodyInit | null);
    });
}

function aborted(): DOMException {
  return new DOMException('Aborted', 'AbortError');
}

function headersIn(lines: string): Headers {
  const headers = new Headers();
  for (const line of lines.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) {
      headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
    }
  }
  return headers;
}
