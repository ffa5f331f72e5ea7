import { describe, expect, it, vi } from 'vitest';
import { readStream, type StreamComment, type StreamEvent } from './sse.ts';

function streamOf(pieces: Uint8Array[], cancelled: () => void = () => undefined): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      pieces.forEach((piece) => controller.enqueue(piece));
      controller.close();
    },
    cancel: cancelled,
  });
}

async function read(pieces: Uint8Array[]): Promise<(StreamEvent | StreamComment)[]> {
  const events = [];
  for await (const event of readStream(streamOf(pieces))) {
    events.push(event);
  }
  return events;
}

const text = 'event: note\r\ndata: 안녕하세요 👩‍👩‍👧 각\n\n: x-cost-krw 0.072\n\ndata: 둘째\ndata: 줄\n\ndata: [DONE]\n\n';
const expected = [
  { event: 'note', data: '안녕하세요 👩‍👩‍👧 각' },
  { comment: 'x-cost-krw 0.072' },
  { event: 'message', data: '둘째\n줄' },
  { event: 'message', data: '[DONE]' },
];

describe('a stream', () => {
  it('is the same wherever its bytes are cut in two', async () => {
    const bytes = new TextEncoder().encode(text);
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(await read([bytes.slice(0, cut), bytes.slice(cut)])).toEqual(expected);
    }
  });

  it('is the same byte by byte, with every kind of line end', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const bytes = new TextEncoder().encode(text.replace(/\r?\n/g, end));
      expect(await read([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(expected);
    }
  });

  it('leaves out an event that was cut off', async () => {
    expect(await read([new TextEncoder().encode('data: {"a":1}\n\ndata: {"a":')])).toEqual([
      { event: 'message', data: '{"a":1}' },
    ]);
  });

  it('ends its connection when the reader leaves', async () => {
    const cancelled = vi.fn();
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
      cancel: cancelled,
    });
    for await (const event of readStream(endless)) {
      expect(event).toEqual({ event: 'message', data: '1' });
      break;
    }
    expect(cancelled).toHaveBeenCalledTimes(1);
  });
});
