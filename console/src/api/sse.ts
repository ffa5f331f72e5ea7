/** One event of a `text/event-stream`: its data lines joined, and its name. */
export interface StreamEvent {
  event: string;
  data: string;
}

/** A line that is no data: signs of life, and what an answer cost. */
export interface StreamComment {
  comment: string;
}

/** A single event may not be longer than this many characters. */
const MAX_EVENT = 8_000_000;

/**
 * Reads a `text/event-stream` to its end, to an abort, or to a failure of the connection.
 *
 * A character whose bytes come in two pieces is held back until it is whole, so no half syllable and no U+FFFD is ever handed
 * on. Leaving the loop ends the connection.
 *
 * @throws RangeError when an event is longer than 8 million characters
 */
export async function* readStream(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent | StreamComment> {
  const reader = body.getReader();
  const decoder = new TextDecoder('utf-8');
  const lines = new Lines();
  const event = new Pending();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      for (const line of lines.take(done ? decoder.decode() : decoder.decode(value, { stream: true }))) {
        const whole = event.take(line);
        if (whole) {
          yield whole;
        }
      }
      if (done) {
        return;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Cuts text into lines that end in LF, CRLF or CR. */
class Lines {
  private rest = '';
  private afterReturn = false;

  take(text: string): string[] {
    let more = text;
    if (this.afterReturn && more.startsWith('\n')) {
      more = more.slice(1);
      this.afterReturn = false;
    }
    if (more === '') {
      return [];
    }
    this.afterReturn = more.endsWith('\r');
    const lines = (this.rest + more).split(/\r\n|\n|\r/);
    this.rest = lines.pop() ?? '';
    if (this.rest.length > MAX_EVENT) {
      throw new RangeError('an event of the stream is too long');
    }
    return lines;
  }
}

/** The event whose lines are being read. */
class Pending {
  private name = '';
  private data: string[] = [];
  private length = 0;

  take(line: string): StreamEvent | StreamComment | null {
    if (line.startsWith(':')) {
      return { comment: line.slice(1).trim() };
    }
    if (line === '') {
      const whole = this.data.length > 0 ? { event: this.name === '' ? 'message' : this.name, data: this.data.join('\n') } : null;
      this.name = '';
      this.data = [];
      this.length = 0;
      return whole;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') {
      this.name = value;
    } else if (field === 'data') {
      this.length += value.length;
      if (this.length > MAX_EVENT) {
        throw new RangeError('an event of the stream is too long');
      }
      this.data.push(value);
    }
    return null;
  }
}
