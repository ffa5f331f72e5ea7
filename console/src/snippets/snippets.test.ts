import { execFileSync } from 'node:child_process';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { snippets, type ChatCall } from './snippets.ts';

const BASE = 'https://hanok.example/v1';

const call: ChatCall = {
  model: 'm',
  messages: [
    { role: 'system', content: '존댓말로 "짧게" 답하세요.' },
    { role: 'user', content: "It's\n$HOME `x` \\ ${y} 한글" },
  ],
  stream: false,
  temperature: 1,
  max_completion_tokens: 64,
  stop: ['끝'],
  tools: [{ type: 'function', function: { name: 'f', strict: true } }],
};

const said = {
  model: 'm',
  messages: call.messages,
  temperature: 1,
  max_completion_tokens: 64,
  stop: ['끝'],
  tools: call.tools,
};

const code = (id: string, of: ChatCall = call): string => snippets(BASE, of).find((form) => form.id === id)?.code ?? '';

describe('a call as code', () => {
  it('has six forms, none with a key in it', () => {
    expect(snippets(BASE, call).map(({ id }) => id)).toEqual(['curl', 'python', 'javascript', 'java', 'langchain4j', 'spring']);
    for (const form of snippets(BASE, call)) {
      expect(form.code).toContain('HANOK_API_KEY');
      expect(form.code).toContain(BASE);
    }
  });

  it('of curl sends exactly what was said, whatever is in it', () => {
    // The shell hands every argument on; printed one a line, the last is the body.
    const sent = execFileSync('bash', ['-c', `curl() { printf '%s' "\${@: -1}"; }\n${code('curl')}`], { encoding: 'utf8' });
    expect(JSON.parse(sent)).toEqual(said);
  });

  it('of JavaScript says exactly what was said', () => {
    const json = /create\((\{[\s\S]*?\n\})\);/.exec(code('javascript'))?.[1] ?? '';
    expect(runInNewContext(`JSON.stringify(${json})`)).toEqual(JSON.stringify(said));
  });

  it('of Python says exactly what was said', () => {
    const args = /create\(\n([\s\S]*?)\n\)\nprint/.exec(code('python'))?.[1] ?? '';
    const read = execFileSync('python3', ['-c', `import json\nprint(json.dumps(dict(\n${args}\n)))`], { encoding: 'utf8' });
    expect(JSON.parse(read)).toEqual(said);
  });

  it('of Java keeps the settings’ types and says tools as JSON', () => {
    expect(code('java')).toContain('.temperature(1.0)');
    expect(code('java')).toContain('.maxCompletionTokens(64)');
    expect(code('java')).toContain('putAdditionalBodyProperty("tools"');
    expect(code('langchain4j')).toContain('SystemMessage.from("존댓말로 \\"짧게\\" 답하세요.")');
    expect(code('spring')).toContain('.stop(List.of("끝"))');
  });

  it('streams where the call does', () => {
    const streamed = { ...call, stream: true };
    expect(code('curl', streamed)).toContain('curl -N');
    expect(code('python', streamed)).toContain('for chunk in answer:');
    expect(code('java', streamed)).toContain('createStreaming');
    expect(code('langchain4j', streamed)).toContain('StreamingChatResponseHandler');
    expect(code('spring', streamed)).toContain('.stream()');
  });
});
