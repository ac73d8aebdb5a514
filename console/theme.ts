/** The console's look: one accent, small radius, 13 to 14 px text; both colour schemes keep 4.5:1 for text. */
import { createTheme, defaultVariantColorsResolver, localStorageColorSchemeManager } from '@mantine/core';

const readable: Readonly<Record<string, string>> = { orange: 'var(--jalon-soon)', teal: 'var(--jalon-good)', red: 'var(--jalon-late)' };

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: 7,
  autoContrast: true,
  respectReducedMotion: true,
  // Their own orange on light orange, teal on teal and red on red are too faint to be read; so is white on its red.
  variantColorResolver: (input) => {
    const colours = defaultVariantColorsResolver(input);
    if (input.variant === 'filled' && input.color === 'red') return { ...colours, background: 'var(--mantine-color-red-9)', hover: 'color-mix(in srgb, var(--mantine-color-red-9) 85%, black)' };
    const color = input.variant === 'light' ? readable[input.color ?? ''] : undefined;
    return color === undefined ? colours : { ...colours, color };
  },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  fontFamily: 'Inter, "Segoe UI", system-ui, -apple-system, Roboto, "Helvetica Neue", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '1.25rem', lineHeight: '1.4' }, h2: { fontSize: '1rem', lineHeight: '1.4' }, h3: { fontSize: '0.875rem', lineHeight: '1.4' } } },
  components: {
    // Beside other words a link must differ by more than its colour, which in the dark is too near to theirs.
    Anchor: { defaultProps: { underline: 'always' } },
    Button: { defaultProps: { size: 'xs' } },
    // Its capitals and its cut words are harder to read than what stands beside it.
    Badge: { defaultProps: { tt: 'none', miw: 'max-content' } },
    // Its place for the first focus is a child that no menu may have.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } },
    // Words on a tint of their own colour are too pale to be read.
    Alert: { defaultProps: { variant: 'outline' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false } },
  },
});

export const colorSchemes = localStorageColorSchemeManager({ key: 'jalon.colours' });

/** The API writes one into the page for each load: styles without it are refused by the browser. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}
