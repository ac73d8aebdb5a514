/** Colours and fonts of our documents; every text colour stands out from its ground by more than 4.5 to 1. */
export const colours = { ink: '#1f2933', faint: '#52606d', line: '#cbd2d9', wash: '#f0f4f8', accent: '#12507b' } as const;
/** Names under which a sheet knows them. */
export const fonts = { regular: 'regular', bold: 'bold' } as const;
