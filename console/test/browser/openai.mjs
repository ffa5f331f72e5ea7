// OpenAI's own client for Node.js, of the version that the matrix of clients pins.
import { createRequire } from 'node:module';

/** A client that asks the bed's control plane with a key. */
export function openai(bed, apiKey) {
  const OpenAI = createRequire(`${bed.clients}/package.json`)('openai').default;
  return new OpenAI({ baseURL: `${bed.console}/v1`, apiKey, maxRetries: 0, timeout: 20_000 });
}
