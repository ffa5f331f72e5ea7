import type { ChatCall, Said } from '../../snippets/snippets.ts';

/** What the person chose; an empty text is not said to the model. */
export interface Settings {
  system: string;
  temperature: string;
  topP: string;
  maxTokens: string;
  frequencyPenalty: string;
  presencePenalty: string;
  seed: string;
  /** One word a line. */
  stop: string;
  /** A JSON array. */
  tools: string;
  /** A JSON schema of the answer. */
  schema: string;
  stream: boolean;
}

export const defaultSettings: Settings = {
  system: '',
  temperature: '',
  topP: '',
  maxTokens: '512',
  frequencyPenalty: '',
  presencePenalty: '',
  seed: '',
  stop: '',
  tools: '',
  schema: '',
  stream: true,
};

/** The fields whose text is not JSON of the kind that is wanted. */
export function wrongFields({ tools, schema }: Settings): ('tools' | 'schema')[] {
  const isArray = tools.trim() === '' || Array.isArray(parsed(tools));
  const object = schema.trim() === '' ? {} : parsed(schema);
  const isObject = typeof object === 'object' && object !== null && !Array.isArray(object);
  return [...(isArray ? [] : (['tools'] as const)), ...(isObject ? [] : (['schema'] as const))];
}

/** The call that the settings and a conversation make. */
export function callOf(model: string, conversation: Said[], settings: Settings): ChatCall {
  const number = (text: string): number | undefined => (text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text));
  const stop = settings.stop.split('\n').filter((line) => line !== '');
  const schema = settings.schema.trim() === '' ? undefined : parsed(settings.schema);
  return {
    model,
    messages: [...(settings.system.trim() === '' ? [] : [{ role: 'system', content: settings.system } as const]), ...conversation],
    stream: settings.stream,
    temperature: number(settings.temperature),
    top_p: number(settings.topP),
    max_completion_tokens: number(settings.maxTokens),
    frequency_penalty: number(settings.frequencyPenalty),
    presence_penalty: number(settings.presencePenalty),
    seed: number(settings.seed),
    stop: stop.length === 0 ? undefined : stop,
    tools: settings.tools.trim() === '' ? undefined : (parsed(settings.tools) as unknown[]),
    response_format:
      schema === undefined ? undefined : { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
