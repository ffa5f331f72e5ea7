// Writes the theme's CSS variables to a file: as a <style> element the Content-Security-Policy would refuse them.
import { DEFAULT_THEME, convertCssVariables, defaultCssVariablesResolver, mergeMantineTheme } from '@mantine/core';
import { readFile, writeFile } from 'node:fs/promises';
import { theme, variables } from '../src/theme/theme.ts';

const merged = mergeMantineTheme(DEFAULT_THEME, theme);
const ours = variables(merged);
const theirs = defaultCssVariablesResolver(merged);
const all = {
  variables: { ...theirs.variables, ...ours.variables },
  light: { ...theirs.light, ...ours.light },
  dark: { ...theirs.dark, ...ours.dark },
};
const css = `/* Made by scripts/theme-css.mjs from theme.ts. */\n${convertCssVariables(all, ':root')}\n`;
const file = new URL('../src/theme/variables.css', import.meta.url);
if ((await readFile(file, 'utf8').catch(() => '')) !== css) {
  await writeFile(file, css);
}
