import { ApiFailure, failureFrom } from '../../api/failure.ts';
import { readStream } from '../../api/sse.ts';
import type { Signed } from '../../session/context.tsx';
import type { ChatCall } from '../../snippets/snippets.ts';

/** A tool that a model wants to be called; arguments as it wrote them. */
export interface ToolCall {
  name: string;
  arguments: string;
}

/** What has come of an answer so far. */
export interface Answer {
  text: string;
  reasoning: string;
  tools: ToolCall[];
  /** Milliseconds from the request to the first piece; null until it came. */
  firstMillis: number | null;
  /** Milliseconds from the request to the last piece so far. */
  totalMillis: number;
  inputTokens: number | null;
  outputTokens: number | null;
  /** Won before tax, exact. */
  won: string | null;
  /** Names its receipt. */
  receipt: string | null;
  residency: string | null;
  finish: string | null;
}

const nothing: Answer = {
  text: '',
  reasoning: '',
  tools: [],
  firstMillis: null,
  totalMillis: 0,
  inputTokens: null,
  outputTokens: null,
  won: null,
  receipt: null,
  residency: null,
  finish: null,
};

/** Tokens a second from the first piece to the last; null for an answer of one piece. */
export function tokensPerSecond({ firstMillis, totalMillis, outputTokens }: Answer): number | null {
  if (firstMillis === null || outputTokens === null || outputTokens < 2 || totalMillis <= firstMillis) {
    return null;
  }
  return (outputTokens - 1) / ((totalMillis - firstMillis) / 1000);
}

interface Delta {
  content?: string | null;
  reasoning_content?: string | null;
  tool_calls?: { index?: number; function?: { name?: string; arguments?: string } }[];
}

interface Chunk {
  choices?: { delta?: Delta; message?: Delta; finish_reason?: string | null }[];
  usage?: { prompt_tokens?: number; completion_tokens?: number } | null;
  error?: unknown;
}

/**
 * Asks a model and hands over the answer as it grows. Aborting the signal ends the connection, which ends the work of the
 * engine; what had come is kept.
 *
 * @throws ApiFailure when the answer is refused or breaks off with an error
 */
export async function ask(
  { api }: Signed,
  project: string,
  call: ChatCall,
  signal: AbortSignal,
  onGrowth: (answer: Answer) => void,
): Promise<Answer> {
  const started = performance.now();
  const response = await api.send('/v1/chat/completions', {
    method: 'POST',
    headers: { 'openai-project': project, 'x-hanok-cost': 'true', 'x-hanok-heartbeat': '10' },
    body: call.stream ? { ...call, stream_options: { include_usage: true } } : call,
    signal,
  });
  let answer: Answer = {
    ...nothing,
    receipt: response.headers.get('x-receipt-id'),
    residency: response.headers.get('x-residency'),
    won: response.headers.get('x-cost-krw'),
  };
  const take = (chunk: Chunk): void => {
    answer = grown(answer, chunk, performance.now() - started);
    onGrowth(answer);
  };
  if (!(response.headers.get('content-type') ?? '').startsWith('text/event-stream') || !response.body) {
    take((await response.json()) as Chunk);
    return answer;
  }
  let whole = false;
  for await (const event of readStream(response.body)) {
    if ('comment' in event) {
      const won = /^x-cost-krw (\S+)$/.exec(event.comment)?.[1];
      if (won !== undefined) {
        answer = { ...answer, won };
        onGrowth(answer);
      }
    } else if (event.data === '[DONE]') {
      whole = true;
    } else if (event.event === 'error') {
      throw failureFrom(event.data, response.status, response.headers);
    } else {
      const chunk = read(event.data);
      if (chunk.error !== undefined) {
        throw failureFrom(event.data, response.status, response.headers);
      }
      take(chunk);
    }
  }
  if (!whole) {
    throw new ApiFailure({ code: 'unreachable', status: 0 });
  }
  return answer;
}

function read(data: string): Chunk {
  try {
    return JSON.parse(data) as Chunk;
  } catch {
    throw new ApiFailure({ code: 'unreadable_answer', status: 200 });
  }
}

function grown(before: Answer, chunk: Chunk, millis: number): Answer {
  const choice = chunk.choices?.[0];
  const delta = choice?.delta ?? choice?.message ?? {};
  const text = delta.content ?? '';
  const reasoning = delta.reasoning_content ?? '';
  const brings = text !== '' || reasoning !== '' || (delta.tool_calls?.length ?? 0) > 0;
  return {
    ...before,
    text: before.text + text,
    reasoning: before.reasoning + reasoning,
    tools: withTools(before.tools, delta.tool_calls ?? []),
    firstMillis: before.firstMillis ?? (brings ? millis : null),
    totalMillis: brings ? millis : before.totalMillis,
    inputTokens: chunk.usage?.prompt_tokens ?? before.inputTokens,
    outputTokens: chunk.usage?.completion_tokens ?? before.outputTokens,
    finish: choice?.finish_reason ?? before.finish,
  };
}

/** A tool call comes in pieces: its name first, then its arguments, told apart by their index. */
function withTools(before: ToolCall[], pieces: NonNullable<Delta['tool_calls']>): ToolCall[] {
  if (pieces.length === 0) {
    return before;
  }
  const tools = before.map((tool) => ({ ...tool }));
  pieces.forEach((piece, order) => {
    const index = piece.index ?? order;
    const tool = (tools[index] ??= { name: '', arguments: '' });
    tool.name += piece.function?.name ?? '';
    tool.arguments += piece.function?.arguments ?? '';
  });
  return tools;
}
