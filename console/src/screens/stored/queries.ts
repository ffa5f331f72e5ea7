import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { ApiFailure } from '../../api/failure.ts';
import type { Conversation, ResponseItem, StoredChat, StoredResponse } from '../../api/types.ts';
import type { Signed } from '../../session/context.tsx';
import { pathOf, type Kind, type Named } from './kinds.ts';
import { turnOfItem, turnOfMessage, type ChatMessage, type Turn } from './turns.ts';

/** Chats of a page of the list: their answers are read whole. */
const CHATS = 50;

/** Of a page of what was said. */
const TURNS = 100;

/** How often a response that is still answered is asked for. */
const REFRESH_MILLIS = 2_000;

interface Page<T> {
  data: T[];
  has_more: boolean;
  last_id: string | null;
}

/** What is left out of the list of chats. */
export interface ChatFilter {
  model?: string | undefined;
  /** `key=value`. */
  metadata?: string | undefined;
}

/** What somebody asks for as `key=value`; null where it is not that. */
export function pairOf(metadata: string): [key: string, value: string] | null {
  const equals = metadata.indexOf('=');
  return equals > 0 && equals < metadata.length - 1 ? [metadata.slice(0, equals).trim(), metadata.slice(equals + 1).trim()] : null;
}

/** A project's chats that are kept, the newest first; a page of them is asked for at a time. */
export function chatsQuery({ api, organization }: Signed, project: string, { model, metadata }: ChatFilter) {
  const pair = metadata === undefined ? null : pairOf(metadata);
  return infiniteQueryOptions({
    queryKey: ['stored', organization, 'chats', project, model ?? null, metadata ?? null],
    queryFn: ({ pageParam, signal }) =>
      api.json<Page<StoredChat>>('/v1/chat/completions', {
        query: { limit: CHATS, order: 'desc', model, after: pageParam, ...(pair ? { [`metadata[${pair[0]}]`]: pair[1] } : {}) },
        headers: { 'openai-project': project },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ has_more, last_id }) => (has_more ? last_id : null),
  });
}

/** One of them, with the id of its receipt. */
export type Stored =
  | { kind: 'chat'; id: string; it: StoredChat; receipt: string | null }
  | { kind: 'response'; id: string; it: StoredResponse; receipt: string | null }
  | { kind: 'conversation'; id: string; it: Conversation; receipt: null };

/** What is kept under an id; of a request, its response or its chat. */
export function storedQuery(signed: Signed, what: Named) {
  return queryOptions({
    queryKey: ['stored', signed.organization, 'one', what],
    queryFn: async ({ signal }): Promise<Stored> => {
      if (what.kind !== 'request') {
        return find(signed, what.kind, what.id, signal);
      }
      try {
        return await find(signed, 'response', `resp_${what.unique}`, signal);
      } catch (failure) {
        if (failure instanceof ApiFailure && failure.status === 404) {
          return find(signed, 'chat', `chatcmpl-${what.unique}`, signal);
        }
        throw failure;
      }
    },
    refetchInterval: ({ state: { data } }) => (data?.kind === 'response' && isRunning(data.it) ? REFRESH_MILLIS : false),
  });
}

async function find({ api }: Signed, kind: Kind, id: string, signal: AbortSignal): Promise<Stored> {
  const answer = await api.send(pathOf(kind, id), { signal });
  const receipt = answer.headers.get('x-receipt-id');
  try {
    const it: unknown = await answer.json();
    return { kind, id, it, receipt } as Stored;
  } catch {
    throw new ApiFailure({ code: 'unreadable_answer', status: answer.status });
  }
}

/** Whether more becomes of a response. */
export function isRunning({ status }: StoredResponse): boolean {
  return status === 'queued' || status === 'in_progress';
}

/** What was said, the oldest first: of a chat and a response what was asked, of a conversation all of it. */
export function turnsQuery({ api, organization }: Signed, kind: Kind, id: string) {
  const below = { chat: 'messages', response: 'input_items', conversation: 'items' }[kind];
  return infiniteQueryOptions({
    queryKey: ['stored', organization, 'turns', id],
    queryFn: async ({ pageParam, signal }): Promise<Page<Turn>> => {
      const page = await api.json<Page<unknown>>(`${pathOf(kind, id)}/${below}`, { query: { limit: TURNS, order: 'asc', after: pageParam }, signal });
      const data = page.data.map((one, index) => {
        const key = `${pageParam ?? ''} ${String(index)}`;
        return kind === 'chat' ? turnOfMessage(one as ChatMessage, key) : turnOfItem(one as ResponseItem, key);
      });
      return { ...page, data };
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ has_more, last_id }) => (has_more ? last_id : null),
  });
}

/** Deletes one of them with all that is kept of it. */
export function deleteStored({ api }: Signed, kind: Kind, id: string): Promise<unknown> {
  return api.json(pathOf(kind, id), { method: 'DELETE' });
}

/** Ends a response that is answered in the background. */
export function cancelResponse({ api }: Signed, id: string): Promise<unknown> {
  return api.json(`${pathOf('response', id)}/cancel`, { method: 'POST' });
}
