/** The fonts of our documents: embedded, and parsed once per process, for that takes longer than writing a page with them. */
import { createRequire } from 'node:module';
import { openSync } from 'fontkit';

const parsed = new Map<string, PDFKit.Mixins.PDFFontSource>();

/** A font of the DejaVu family, by the name of its file without the extension. @throws {Error} when it is not installed */
export function fontNamed(name: string): PDFKit.Mixins.PDFFontSource {
  const known = parsed.get(name);
  if (known) return known;
  // The library takes a parsed font as well as a file; its types leave that out.
  const font = openSync(createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)) as unknown as PDFKit.Mixins.PDFFontSource;
  parsed.set(name, font);
  return font;
}
