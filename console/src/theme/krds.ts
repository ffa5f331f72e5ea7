/** Colour values of KRDS (범정부 UI/UX 디자인 시스템). On white every step from 50 on reaches 4.5:1; text takes 60 or darker. */
export const krds = {
  gray: {
    0: '#ffffff', 5: '#f4f5f6', 10: '#e6e8ea', 20: '#cdd1d5', 30: '#b1b8be', 40: '#8a949e',
    50: '#6d7882', 60: '#58616a', 70: '#464c53', 80: '#33363d', 90: '#1e2124', 95: '#131416', 100: '#000000',
  },
  primary: ['#ecf2fe', '#d8e5fd', '#b1cefb', '#86aff9', '#4c87f6', '#256ef4', '#0b50d0', '#083891', '#052561', '#03163a'],
  danger: ['#fdefec', '#fcdfd9', '#f7afa1', '#f48771', '#f05f42', '#de3412', '#bd2c0f', '#8a240f', '#5c180a', '#390d05'],
  success: ['#eaf6ec', '#d8eedd', '#a9dab4', '#7ec88e', '#3fa654', '#228738', '#267337', '#285d33', '#1f4727', '#122b18'],
  warning: ['#fff3db', '#ffe0a3', '#ffc95c', '#ffb114', '#c78500', '#9e6a00', '#8a5c00', '#614100', '#422c00', '#2e1f00'],
} as const;
