/** One message of a conversation. */
export interface Said {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** A call of `/v1/chat/completions`, as the playground makes it. What is undefined is not said. */
export interface ChatCall {
  model: string;
  messages: Said[];
  stream: boolean;
  temperature?: number | undefined;
  top_p?: number | undefined;
  max_completion_tokens?: number | undefined;
  frequency_penalty?: number | undefined;
  presence_penalty?: number | undefined;
  seed?: number | undefined;
  stop?: string[] | undefined;
  tools?: unknown[] | undefined;
  response_format?: unknown;
}

/** A call in one form. */
export interface Snippet {
  id: string;
  name: string;
  code: string;
}

/** The names of a call's settings in the three Java libraries. */
const javaNames = [
  ['temperature', 'temperature', 'temperature', 'temperature'],
  ['top_p', 'topP', 'topP', 'topP'],
  ['max_completion_tokens', 'maxCompletionTokens', 'maxCompletionTokens', 'maxCompletionTokens'],
  ['frequency_penalty', 'frequencyPenalty', 'frequencyPenalty', 'frequencyPenalty'],
  ['presence_penalty', 'presencePenalty', 'presencePenalty', 'presencePenalty'],
  ['seed', 'seed', 'seed', 'seed'],
] as const;

/** The same call in six forms; the key is read from the environment, so that none stands in a file. */
export function snippets(base: string, call: ChatCall): Snippet[] {
  return [
    { id: 'curl', name: 'curl', code: curl(base, call) },
    { id: 'python', name: 'Python (openai)', code: python(base, call) },
    { id: 'javascript', name: 'JavaScript (openai)', code: javascript(base, call) },
    { id: 'java', name: 'Java (openai-java)', code: java(base, call) },
    { id: 'langchain4j', name: 'Java (LangChain4j)', code: langchain4j(base, call) },
    { id: 'spring', name: 'Java (Spring AI)', code: spring(base, call) },
  ];
}

/** What the call says, in the order in which people read it. */
function body(call: ChatCall): Record<string, unknown> {
  const { model, messages, stream, ...rest } = call;
  return {
    model,
    messages,
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    ...(stream ? { stream: true } : {}),
  };
}

/** A single-quoted word of a shell. */
function shell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function curl(base: string, call: ChatCall): string {
  return [
    `curl ${call.stream ? '-N ' : ''}${shell(`${base}/chat/completions`)} \\`,
    `  -H "Authorization: Bearer $HANOK_API_KEY" \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d ${shell(JSON.stringify(body(call), null, 2))}`,
  ].join('\n');
}

function python(base: string, call: ChatCall): string {
  const lines = Object.entries(body(call)).map(([name, value]) => `    ${name}=${literal(value, 1)},`);
  const end = call.stream
    ? ['for chunk in answer:', '    if chunk.choices and chunk.choices[0].delta.content:', '        print(chunk.choices[0].delta.content, end="", flush=True)']
    : ['print(answer.choices[0].message.content)'];
  return [
    'import os',
    'from openai import OpenAI',
    '',
    `client = OpenAI(base_url=${JSON.stringify(base)}, api_key=os.environ["HANOK_API_KEY"])`,
    'answer = client.chat.completions.create(',
    ...lines,
    ')',
    ...end,
  ].join('\n');
}

/** A value as Python writes it. */
function literal(value: unknown, depth: number): string {
  const pad = '    '.repeat(depth + 1);
  const close = '    '.repeat(depth);
  if (Array.isArray(value)) {
    return value.length === 0 ? '[]' : `[\n${value.map((item) => `${pad}${literal(item, depth + 1)},`).join('\n')}\n${close}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    const short = entries.every(([, item]) => typeof item !== 'object' || item === null);
    return short
      ? `{${entries.map(([name, item]) => `${JSON.stringify(name)}: ${literal(item, depth)}`).join(', ')}}`
      : `{\n${entries.map(([name, item]) => `${pad}${JSON.stringify(name)}: ${literal(item, depth + 1)},`).join('\n')}\n${close}}`;
  }
  return value === true ? 'True' : value === false ? 'False' : value === null ? 'None' : JSON.stringify(value);
}

function javascript(base: string, call: ChatCall): string {
  const json = JSON.stringify(body(call), null, 2).replace(/^(\s*)"(\w+)":/gm, '$1$2:');
  const end = call.stream
    ? ['for await (const chunk of answer) {', "  process.stdout.write(chunk.choices[0]?.delta?.content ?? '');", '}']
    : ['console.log(answer.choices[0].message.content);'];
  return [
    "import OpenAI from 'openai';",
    '',
    `const client = new OpenAI({ baseURL: ${JSON.stringify(base)}, apiKey: process.env.HANOK_API_KEY });`,
    `const answer = await client.chat.completions.create(${json});`,
    ...end,
  ].join('\n');
}

/** A string of Java. JSON's escapes are Java's, too. */
const quoted = (text: string): string => JSON.stringify(text);

/** A number as the setting's type in Java. */
const javaNumber = (name: string, value: unknown): string =>
  ['temperature', 'top_p', 'frequency_penalty', 'presence_penalty'].includes(name) && Number.isInteger(value) ? `${String(value)}.0` : String(value);

function java(base: string, call: ChatCall): string {
  const said = call.messages.map(({ role, content }) => {
    const method = role === 'system' ? 'addSystemMessage' : role === 'user' ? 'addUserMessage' : 'addAssistantMessage';
    return `    .${method}(${quoted(content)})`;
  });
  const settings = javaNames.flatMap(([name, ours]) => (call[name] === undefined ? [] : [`    .${ours}(${javaNumber(name, call[name])})`]));
  const raw = rawProperties(call);
  const end = call.stream
    ? [
        'try (StreamResponse<ChatCompletionChunk> answer = client.chat().completions().createStreaming(call)) {',
        '    answer.stream()',
        '        .flatMap(chunk -> chunk.choices().stream())',
        '        .flatMap(choice -> choice.delta().content().stream())',
        '        .forEach(System.out::print);',
        '}',
      ]
    : ['System.out.println(client.chat().completions().create(call).choices().get(0).message().content().orElse(""));'];
  return [
    'import com.openai.client.OpenAIClient;',
    'import com.openai.client.okhttp.OpenAIOkHttpClient;',
    ...(raw.length > 0 ? ['import com.fasterxml.jackson.databind.ObjectMapper;', 'import com.openai.core.JsonValue;'] : []),
    ...(call.stream ? ['import com.openai.core.http.StreamResponse;', 'import com.openai.models.chat.completions.ChatCompletionChunk;'] : []),
    'import com.openai.models.chat.completions.ChatCompletionCreateParams;',
    '',
    'OpenAIClient client = OpenAIOkHttpClient.builder()',
    `    .baseUrl(${quoted(base)})`,
    '    .apiKey(System.getenv("HANOK_API_KEY"))',
    '    .build();',
    'ChatCompletionCreateParams call = ChatCompletionCreateParams.builder()',
    `    .model(${quoted(call.model)})`,
    ...said,
    ...settings,
    ...(call.stop ? [`    .stopOfStrings(java.util.List.of(${call.stop.map(quoted).join(', ')}))`] : []),
    ...raw.map(([name, json]) => `    .putAdditionalBodyProperty(${quoted(name)}, JsonValue.fromJsonNode(new ObjectMapper().readTree(${quoted(json)})))`),
    '    .build();',
    ...end,
  ].join('\n');
}

/** What is said as JSON, for builders without a method for it. */
function rawProperties(call: ChatCall): [string, string][] {
  return [
    ...(call.tools ? [['tools', JSON.stringify(call.tools)] as [string, string]] : []),
    ...(call.response_format === undefined ? [] : [['response_format', JSON.stringify(call.response_format)] as [string, string]]),
  ];
}

function langchain4j(base: string, call: ChatCall): string {
  const said = call.messages.map(({ role, content }) => {
    const type = role === 'system' ? 'SystemMessage' : role === 'user' ? 'UserMessage' : 'AiMessage';
    return `${type}.from(${quoted(content)})`;
  });
  const type = call.stream ? 'OpenAiStreamingChatModel' : 'OpenAiChatModel';
  const settings = javaNames.flatMap(([name, , ours]) => (call[name] === undefined ? [] : [`    .${ours}(${javaNumber(name, call[name])})`]));
  const raw = rawProperties(call);
  const custom = raw.map(([name, json]) => `${quoted(name)}, new ObjectMapper().readValue(${quoted(json)}, Object.class)`);
  const end = call.stream
    ? [
        `model.chat(List.of(${said.join(', ')}), new StreamingChatResponseHandler() {`,
        '    @Override public void onPartialResponse(String text) { System.out.print(text); }',
        '    @Override public void onCompleteResponse(ChatResponse answer) { System.out.println(); }',
        '    @Override public void onError(Throwable error) { error.printStackTrace(); }',
        '});',
      ]
    : [`System.out.println(model.chat(List.of(${said.join(', ')})).aiMessage().text());`];
  return [
    ...(raw.length > 0 ? ['import com.fasterxml.jackson.databind.ObjectMapper;', 'import java.util.Map;'] : []),
    'import dev.langchain4j.data.message.*;',
    ...(call.stream ? ['import dev.langchain4j.model.chat.response.ChatResponse;', 'import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;'] : []),
    `import dev.langchain4j.model.openai.${type};`,
    'import java.util.List;',
    '',
    `${type} model = ${type}.builder()`,
    `    .baseUrl(${quoted(base)})`,
    '    .apiKey(System.getenv("HANOK_API_KEY"))',
    `    .modelName(${quoted(call.model)})`,
    ...settings,
    ...(call.stop ? [`    .stop(List.of(${call.stop.map(quoted).join(', ')}))`] : []),
    ...(custom.length > 0 ? [`    .customParameters(Map.of(${custom.join(', ')}))`] : []),
    '    .build();',
    ...end,
  ].join('\n');
}

function spring(base: string, call: ChatCall): string {
  const said = call.messages.map(({ role, content }) => {
    const type = role === 'system' ? 'SystemMessage' : role === 'user' ? 'UserMessage' : 'AssistantMessage';
    return `new ${type}(${quoted(content)})`;
  });
  const settings = javaNames.flatMap(([name, , , ours]) => (call[name] === undefined ? [] : [`        .${ours}(${javaNumber(name, call[name])})`]));
  const raw = rawProperties(call);
  const extra = raw.map(([name, json]) => `${quoted(name)}, new ObjectMapper().readValue(${quoted(json)}, Object.class)`);
  const end = call.stream
    ? ['client.prompt(prompt).stream().content().doOnNext(System.out::print).blockLast();']
    : ['System.out.println(client.prompt(prompt).call().content());'];
  return [
    '// application.properties:',
    `//   spring.ai.openai.base-url=${base}`,
    '//   spring.ai.openai.api-key=${HANOK_API_KEY}',
    ...(raw.length > 0 ? ['import com.fasterxml.jackson.databind.ObjectMapper;', 'import java.util.Map;'] : []),
    'import java.util.List;',
    'import org.springframework.ai.chat.client.ChatClient;',
    'import org.springframework.ai.chat.messages.*;',
    'import org.springframework.ai.chat.prompt.Prompt;',
    'import org.springframework.ai.openai.OpenAiChatOptions;',
    '',
    'ChatClient client = chatClientBuilder.build();',
    'Prompt prompt = new Prompt(',
    `    List.of(${said.join(', ')}),`,
    '    OpenAiChatOptions.builder()',
    `        .model(${quoted(call.model)})`,
    ...settings,
    ...(call.stop ? [`        .stop(List.of(${call.stop.map(quoted).join(', ')}))`] : []),
    ...(extra.length > 0 ? [`        .extraBody(Map.of(${extra.join(', ')}))`] : []),
    '        .build());',
    ...end,
  ].join('\n');
}

/** The call that shows a beginner that everything works. */
export function firstCall(model: string): ChatCall {
  return { model, messages: [{ role: 'user', content: '대한민국의 수도는 어디인가요?' }], stream: false };
}

/** The address of the API for official SDKs. */
export function baseAddress(): string {
  return `${location.origin}/v1`;
}
