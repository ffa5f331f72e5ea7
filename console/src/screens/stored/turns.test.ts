import { describe, expect, it } from 'vitest';
import { sameCall } from './code.ts';
import { named } from './kinds.ts';
import { pairOf } from './queries.ts';
import { plain, turnOfItem, turnOfMessage } from './turns.ts';

describe('an id', () => {
  it('names what it is of by its beginning', () => {
    expect(named('chatcmpl-01JD')).toEqual({ kind: 'chat', id: 'chatcmpl-01JD' });
    expect(named('resp_01JD')).toEqual({ kind: 'response', id: 'resp_01JD' });
    expect(named('conv_01JD')).toEqual({ kind: 'conversation', id: 'conv_01JD' });
    expect(named('req_01JD')).toEqual({ kind: 'request', unique: '01JD' });
  });

  it('that is none of ours, or leads elsewhere, names nothing', () => {
    expect(['', 'resp_', 'file-01JD', 'resp_../../files', 'resp_a b', 'RESP_1'].map(named)).toEqual(Array.from({ length: 6 }, () => null));
  });
});

describe('a message of a chat', () => {
  it('is its words, of parts too, and an image that stands in it is only named', () => {
    expect(turnOfMessage({ role: 'user', content: '<b>안녕</b>' }, 'k')).toEqual({ key: 'k', role: 'user', parts: [{ kind: 'text', text: '<b>안녕</b>' }] });
    const parts = [
      { type: 'text', text: '이 사진은?' },
      { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(4096)}` } },
      { type: 'image_url', image_url: { url: 'https://example.kr/a.png' } },
      { type: 'input_audio', input_audio: {} },
    ];
    expect(turnOfMessage({ role: 'user', content: null, content_parts: parts }, 'k').parts).toEqual([
      { kind: 'text', text: '이 사진은?' },
      { kind: 'image', source: 'image/png, 3 KiB' },
      { kind: 'image', source: 'https://example.kr/a.png' },
      { kind: 'other', json: JSON.stringify(parts[3], null, 2) },
    ]);
  });

  it('has its calls readable, and their results', () => {
    const call = { id: 'call_1', type: 'function', function: { name: 'find', arguments: '{"a":1}' } };
    expect(turnOfMessage({ role: 'assistant', content: null, reasoning_content: '음', tool_calls: [call] }, 'k').parts).toEqual([
      { kind: 'thought', text: '음' },
      { kind: 'call', name: 'find', arguments: '{\n  "a": 1\n}', call: 'call_1' },
    ]);
    expect(turnOfMessage({ role: 'tool', content: '없음', tool_call_id: 'call_1' }, 'k')).toEqual({ key: 'k', role: 'tool', parts: [{ kind: 'result', text: '없음', call: 'call_1' }] });
  });
});

describe('an item', () => {
  it('is what it is by its type', () => {
    const roles = [
      turnOfItem({ role: 'developer', content: 'a' }, '1'),
      turnOfItem({ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'b' }, { type: 'refusal', refusal: 'c' }] }, '2'),
      turnOfItem({ type: 'function_call', call_id: 'call_1', name: 'find', arguments: 'no JSON' }, '3'),
      turnOfItem({ type: 'function_call_output', call_id: 'call_1', output: '[1]' }, '4'),
      turnOfItem({ type: 'reasoning', content: [{ type: 'reasoning_text', text: 'd' }], summary: [{ type: 'summary_text', text: 'e' }] } as never, '5'),
      turnOfItem({ type: 'item_reference', id: 'msg_1' }, '6'),
      turnOfItem({ type: 'web_search_call', id: 'ws_1' } as never, '7'),
    ];
    expect(roles.map(({ role }) => role)).toEqual(['developer', 'assistant', 'assistant', 'tool', 'assistant', 'user', 'assistant']);
    expect(roles.map(({ parts }) => parts.map(({ kind }) => kind))).toEqual([['text'], ['text', 'refusal'], ['call'], ['result'], ['thought', 'thought'], ['reference'], ['other']]);
    expect(roles.map(({ parts }) => plain(parts)).slice(0, 6)).toEqual(['a', 'b\nc', 'find(no JSON)', '[\n  1\n]', 'd\ne', 'msg_1']);
  });
});

describe('the call that asks the same again', () => {
  it('is there where messages are words, and else is not made up', () => {
    const words = [turnOfMessage({ role: 'system', content: 's' }, '1'), turnOfMessage({ role: 'user', content: 'u' }, '2')];
    expect(sameCall('m', words)).toEqual({ model: 'm', messages: [{ role: 'system', content: 's' }, { role: 'user', content: 'u' }], stream: false });
    expect(sameCall('m', [...words, turnOfMessage({ role: 'tool', content: 'r' }, '3')])).toBeNull();
    expect(sameCall('m', [turnOfMessage({ role: 'user', content_parts: [{ type: 'image_url', image_url: { url: 'https://a/' } }] }, '1')])).toBeNull();
    expect(sameCall('m', [])).toBeNull();
  });
});

describe('metadata that is looked for', () => {
  it('is a name and a value', () => {
    expect(pairOf('팀=법무=1')).toEqual(['팀', '법무=1']);
    expect(['팀', '=법무', '팀=', ''].map(pairOf)).toEqual([null, null, null, null]);
  });
});
