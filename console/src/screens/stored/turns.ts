import type { ResponseItem } from '../../api/types.ts';

/** A piece of what somebody said. Texts are of users and models: they are shown as texts, and never as anything else. */
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'thought'; text: string }
  | { kind: 'refusal'; text: string }
  | { kind: 'call'; name: string; arguments: string; call: string | null }
  | { kind: 'result'; text: string; call: string | null }
  | { kind: 'image'; source: string }
  | { kind: 'reference'; id: string }
  /** Something that this console does not know, as JSON. */
  | { kind: 'other'; json: string };

/** Who said it. */
export type Role = 'system' | 'developer' | 'user' | 'assistant' | 'tool';

/** What one of them said at once. */
export interface Turn {
  key: string;
  role: Role;
  parts: Part[];
}

/** A message of a chat: as it was asked, where parts stand beside the content, or as it was answered. */
export interface ChatMessage {
  id?: string;
  role: string;
  content?: unknown;
  content_parts?: unknown;
  reasoning_content?: unknown;
  refusal?: unknown;
  tool_calls?: unknown;
  tool_call_id?: unknown;
}

const ROLES: readonly Role[] = ['system', 'developer', 'user', 'assistant', 'tool'];

/** A message of a chat as something that was said. */
export function turnOfMessage(message: ChatMessage, key: string): Turn {
  const role = roleOf(message.role);
  const said = partsOf(message.content_parts ?? message.content);
  return {
    key,
    role,
    parts: [
      ...(isText(message.reasoning_content) ? [{ kind: 'thought', text: message.reasoning_content } as const] : []),
      ...(role === 'tool' ? [{ kind: 'result', text: plain(said), call: textOr(message.tool_call_id, null) } as const] : said),
      ...(isText(message.refusal) ? [{ kind: 'refusal', text: message.refusal } as const] : []),
      ...list(message.tool_calls).map(callOf),
    ],
  };
}

/** An item of a response or a conversation as something that was said. */
export function turnOfItem(item: ResponseItem, key: string): Turn {
  switch (item.type) {
    case 'function_call':
      return { key, role: 'assistant', parts: [{ kind: 'call', name: item.name ?? '', arguments: pretty(item.arguments ?? ''), call: item.call_id ?? null }] };
    case 'function_call_output':
      return { key, role: 'tool', parts: [{ kind: 'result', text: isText(item.output) ? pretty(item.output) : plain(partsOf(item.output)), call: item.call_id ?? null }] };
    case 'reasoning':
      return { key, role: 'assistant', parts: [...list(item.content), ...list(item.summary)].map((part) => ({ kind: 'thought', text: textOr(member(part, 'text'), json(part)) })) };
    case 'item_reference':
      return { key, role: 'user', parts: [{ kind: 'reference', id: item.id ?? '' }] };
    case 'message':
    case undefined:
      return { key, role: roleOf(item.role ?? 'user'), parts: partsOf(item.content) };
    default:
      return { key, role: 'assistant', parts: [{ kind: 'other', json: json(item) }] };
  }
}

/** The words of parts, as they are read one after the other. */
export function plain(parts: readonly Part[]): string {
  return parts
    .map((part) => {
      switch (part.kind) {
        case 'text':
        case 'thought':
        case 'refusal':
        case 'result':
          return part.text;
        case 'call':
          return `${part.name}(${part.arguments})`;
        case 'image':
          return part.source;
        case 'reference':
          return part.id;
        case 'other':
          return part.json;
      }
    })
    .join('\n');
}

function partsOf(content: unknown): Part[] {
  if (content === null || content === undefined) {
    return [];
  }
  return isText(content) ? [{ kind: 'text', text: content }] : Array.isArray(content) ? (content as unknown[]).map(partOf) : [{ kind: 'other', json: json(content) }];
}

function partOf(part: unknown): Part {
  if (isText(part)) {
    return { kind: 'text', text: part };
  }
  const type = member(part, 'type');
  const text = member(part, 'text');
  switch (type) {
    case 'text':
    case 'input_text':
    case 'output_text':
      return { kind: 'text', text: textOr(text, '') };
    case 'reasoning_text':
    case 'summary_text':
      return { kind: 'thought', text: textOr(text, '') };
    case 'refusal':
      return { kind: 'refusal', text: textOr(member(part, 'refusal'), '') };
    case 'image_url':
      return { kind: 'image', source: source(member(member(part, 'image_url'), 'url')) };
    case 'input_image':
      return { kind: 'image', source: source(member(part, 'image_url')) };
    default:
      return { kind: 'other', json: json(part) };
  }
}

const DATA_URL = /^data:([^;,]*)(?:;[^,]*)?,/;

/** Where an image is; of one that stands in the message, what it is and about how long. */
function source(url: unknown): string {
  const text = textOr(url, '');
  const data = DATA_URL.exec(text);
  return data ? `${data[1] === '' ? 'image' : (data[1] ?? 'image')}, ${String(Math.ceil(((text.length - data[0].length) * 3) / 4 / 1024))} KiB` : text;
}

function callOf(call: unknown): Part {
  const called = member(call, 'function');
  const name = member(called, 'name');
  return isText(name) ? { kind: 'call', name, arguments: pretty(textOr(member(called, 'arguments'), '')), call: textOr(member(call, 'id'), null) } : { kind: 'other', json: json(call) };
}

/** JSON with its lines indented; another text as it is. */
function pretty(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? json(value) : text;
  } catch {
    return text;
  }
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function roleOf(role: string): Role {
  return ROLES.find((one) => one === role) ?? 'assistant';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function textOr<T>(value: unknown, otherwise: T): string | T {
  return isText(value) ? value : otherwise;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
