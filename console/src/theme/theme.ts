import type { ConvertCSSVariablesInput, MantineColorsTuple, MantineTheme, MantineThemeOverride } from '@mantine/core';
import { krds } from './krds.ts';

const tuple = (values: readonly string[]): MantineColorsTuple => values as unknown as MantineColorsTuple;
const g = krds.gray;

/** KRDS' values in Mantine's places. Sizes are rem of 16 px; the body's text has 17 px. */
export const theme: MantineThemeOverride = {
  primaryColor: 'primary',
  primaryShade: { light: 6, dark: 5 },
  black: g[90],
  white: g[0],
  colors: {
    primary: tuple(krds.primary),
    gray: tuple([g[5], g[10], g[20], g[20], g[40], g[50], g[60], g[70], g[80], g[90]]),
    dark: tuple([g[5], g[20], g[30], g[40], g[60], g[70], '#2b2e33', g[90], g[95], g[100]]),
    red: tuple(krds.danger),
    green: tuple(krds.success),
    yellow: tuple(krds.warning),
  },
  fontFamily: "'Pretendard GOV', Pretendard, 'Noto Sans KR', 'NanumGothic', system-ui, sans-serif",
  fontFamilyMonospace: "'D2Coding', ui-monospace, 'SFMono-Regular', Menlo, 'NanumGothicCoding', monospace",
  fontSizes: { xs: '0.8125rem', sm: '0.9375rem', md: '1.0625rem', lg: '1.1875rem', xl: '1.375rem' },
  lineHeights: { xs: '1.5', sm: '1.5', md: '1.5', lg: '1.5', xl: '1.5' },
  headings: {
    fontWeight: '700',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '1.4' },
      h2: { fontSize: '1.3125rem', lineHeight: '1.4' },
      h3: { fontSize: '1.1875rem', lineHeight: '1.4' },
      h4: { fontSize: '1.0625rem', lineHeight: '1.5' },
    },
  },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '10px', xl: '12px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
};

/** What differs from Mantine's own choice of variables. */
export function variables(of: MantineTheme): ConvertCSSVariablesInput {
  return {
    variables: { '--hanok-mono': of.fontFamilyMonospace },
    light: {
      '--mantine-color-text': g[90],
      '--mantine-color-body': g[0],
      '--mantine-color-dimmed': g[60],
      '--mantine-color-placeholder': g[60],
      '--mantine-color-error': krds.danger[6],
      '--mantine-color-anchor': krds.primary[6],
      '--mantine-color-default-border': g[20],
      '--mantine-color-disabled-color': g[60],
      '--mantine-color-primary-light': krds.primary[0],
      '--mantine-color-primary-light-hover': krds.primary[1],
      '--mantine-color-primary-light-color': krds.primary[6],
      '--mantine-color-gray-light': g[5],
      '--mantine-color-gray-light-color': g[70],
      '--mantine-color-red-light': krds.danger[0],
      '--mantine-color-red-light-color': krds.danger[7],
      '--mantine-color-green-light': krds.success[0],
      '--mantine-color-green-light-color': krds.success[7],
      '--mantine-color-yellow-light': krds.warning[0],
      '--mantine-color-yellow-light-color': krds.warning[7],
      '--hanok-surface': g[0],
      '--hanok-sunken': g[5],
      '--hanok-line': g[20],
      '--hanok-focus': krds.primary[6],
    },
    dark: {
      '--mantine-color-text': g[5],
      '--mantine-color-body': g[90],
      '--mantine-color-dimmed': g[30],
      '--mantine-color-placeholder': g[30],
      '--mantine-color-error': krds.danger[3],
      '--mantine-color-anchor': krds.primary[3],
      '--mantine-color-default': '#2b2e33',
      '--mantine-color-default-border': g[60],
      '--mantine-color-disabled-color': g[30],
      '--mantine-color-primary-light': '#15294f',
      '--mantine-color-primary-light-hover': '#1b3566',
      '--mantine-color-primary-light-color': krds.primary[2],
      '--mantine-color-gray-light': g[80],
      '--mantine-color-gray-light-color': g[10],
      '--mantine-color-red-light': '#4a1a10',
      '--mantine-color-red-light-color': krds.danger[2],
      '--mantine-color-green-light': '#183620',
      '--mantine-color-green-light-color': krds.success[2],
      '--mantine-color-yellow-light': '#3d2b05',
      '--mantine-color-yellow-light-color': krds.warning[2],
      '--mantine-color-red-outline': krds.danger[3],
      '--mantine-color-primary-outline': krds.primary[3],
      '--hanok-surface': '#26292d',
      '--hanok-sunken': g[95],
      '--hanok-line': g[70],
      '--hanok-focus': krds.primary[3],
    },
  };
}
