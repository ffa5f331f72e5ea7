import { afterEach, describe, expect, it, vi } from 'vitest';
import { counting } from './counting.ts';

/** What a browser's is told and says. */
class Request {
  static last: Request;
  upload: { onprogress?: (event: { loaded: number }) => void } = {};
  status = 0;
  responseText = '';
  sent: unknown = null;
  headers: Record<string, string> = {};
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  onloadend?: () => void;
  constructor() {
    Request.last = this;
  }
  open(): void {
    // Nothing is asked here.
  }
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  getAllResponseHeaders(): string {
    return 'content-type: application/json\r\nx-request-id: req_1\r\n';
  }
  send(body: unknown): void {
    this.sent = body;
  }
  abort(): void {
    this.onabort?.();
  }
}

describe('a request whose bytes are counted', () => {
  afterEach(() => vi.unstubAllGlobals());

  const sent = (signal?: AbortSignal): { answer: Promise<Response>; said: number[] } => {
    vi.stubGlobal('XMLHttpRequest', Request);
    const said: number[] = [];
    return { answer: counting((bytes) => said.push(bytes))('/x', { method: 'POST', headers: { a: 'b' }, body: 'text', signal: signal ?? null }), said };
  };

  it('says what has gone out and brings the answer as fetch does', async () => {
    const { answer, said } = sent();
    const request = Request.last;
    request.upload.onprogress?.({ loaded: 3 });
    request.status = 413;
    request.responseText = '{"error":{}}';
    request.onload?.();
    const response = await answer;
    expect(said).toEqual([3]);
    expect(request.headers).toEqual({ a: 'b' });
    expect(request.sent).toBe('text');
    expect([response.status, response.ok, response.headers.get('x-request-id'), await response.text()]).toEqual([413, false, 'req_1', '{"error":{}}']);
  });

  it('fails as fetch does where nothing answers, and where it is stopped', async () => {
    const lost = sent();
    Request.last.onerror?.();
    await expect(lost.answer).rejects.toMatchObject({ code: 'unreachable', status: 0 });
    const controller = new AbortController();
    const stopped = sent(controller.signal);
    controller.abort();
    await expect(stopped.answer).rejects.toMatchObject({ name: 'AbortError' });
    await expect(sent(controller.signal).answer).rejects.toMatchObject({ name: 'AbortError' });
  });
});
