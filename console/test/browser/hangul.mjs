import assert from 'node:assert/strict';
import { playgroundOf, questionField } from './playground.mjs';
import { until } from './until.mjs';

const TEXT = '안녕하세요';

/** Hangul as an input method composes it, by Chromium's own commands. */
export async function hangul({ bed, say, step, signedIn }) {
  const organization = bed.organization.id;
  const { page, context } = await signedIn('developer', organization);
  const sent = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/v1/chat/completions')) {
      sent.push(request.postDataJSON().messages.at(-1).content);
    }
  });
  await page.goto(playgroundOf(bed, organization, bed.scripted));
  const field = questionField(page, say);
  await field.click();
  const keys = await context.newCDPSession(page);
  const compose = (text) => keys.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  const commit = (text) => keys.send('Input.insertText', { text });
  const enter = (type) => keys.send('Input.dispatchKeyEvent', { type, key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 });

  step('composing syllable by syllable');
  for (const syllable of ['안', '녕', '하', '세']) {
    for (const part of parts(syllable)) {
      await compose(part);
    }
    await commit(syllable);
  }
  for (const part of parts('요')) {
    await compose(part);
  }
  assert.equal(await field.inputValue(), TEXT);

  step('Enter while the last syllable is composed');
  await enter('rawKeyDown');
  assert.deepEqual(sent, [], 'not while a syllable is composed');
  assert.equal(await field.inputValue(), TEXT);
  await commit('요');
  await enter('keyUp');
  await until('one question', () => sent.length === 1);
  assert.deepEqual(sent, [TEXT]);
  await until('an empty field', async () => (await field.inputValue()) === '');

  step('Enter afterwards');
  await until('the answer', async () => (await page.getByRole('button', { name: say('중지') }).count()) === 0);
  for (const syllable of ['고', '마', '워']) {
    for (const part of parts(syllable)) {
      await compose(part);
    }
    await commit(syllable);
  }
  await enter('rawKeyDown');
  await enter('keyUp');
  await until('the second question', () => sent.length === 2);
  await enter('rawKeyDown');
  await enter('keyUp');
  await until('the second answer', async () => (await page.getByRole('button', { name: say('중지') }).count()) === 0);
  assert.deepEqual(sent, [TEXT, '고마워']);
  assert.ok(!(await page.locator('body').innerText()).includes('\uFFFD'), 'no broken character');
}

/** What an input method shows while a syllable grows: its first letter, then it with its vowel, then all of it. */
function parts(syllable) {
  const index = syllable.codePointAt(0) - 0xac00;
  const lead = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'[Math.floor(index / 588)];
  return [...new Set([lead, String.fromCodePoint(0xac00 + index - (index % 28)), syllable])];
}
