import { describe, expect, it } from 'vitest';
import { callOf, defaultSettings, wrongFields } from './settings.ts';

describe('settings', () => {
  it('that are empty are not said', () => {
    const call = callOf('m', [{ role: 'user', content: '안녕' }], { ...defaultSettings, maxTokens: '' });
    expect(JSON.parse(JSON.stringify(call))).toEqual({ model: 'm', messages: [{ role: 'user', content: '안녕' }], stream: true });
  });

  it('become the call', () => {
    const call = callOf('m', [], {
      ...defaultSettings,
      system: '짧게',
      temperature: '0',
      stop: '끝\n\n그만',
      tools: '[{"type":"function"}]',
      schema: '{"type":"object"}',
    });
    expect(call).toMatchObject({
      messages: [{ role: 'system', content: '짧게' }],
      temperature: 0,
      max_completion_tokens: 512,
      stop: ['끝', '그만'],
      tools: [{ type: 'function' }],
      response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: { type: 'object' } } },
    });
  });

  it('with broken JSON are told', () => {
    expect(wrongFields({ ...defaultSettings, tools: '{}', schema: '[1]' })).toEqual(['tools', 'schema']);
    expect(wrongFields({ ...defaultSettings, tools: '[', schema: '{' })).toEqual(['tools', 'schema']);
    expect(wrongFields({ ...defaultSettings, tools: '[]', schema: '{}' })).toEqual([]);
  });
});
