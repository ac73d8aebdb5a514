/** The console's frame: navigation by what one may do, languages, colours, the keyboard, a narrow screen, and what it weighs. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../project-root.ts';
import { expectAccessible, signIn, tabTo } from './support/browser.ts';

/** Compressed script, as the API sends it. */
const firstLoadBytes = 250_000;

describe('The frame', () => {
  it('leads each to what he may see, and is accessible in both languages and colour schemes', async () => {
    const page = await signIn('coordinator');
    const navigation = page.getByRole('navigation', { name: 'Navigation principale' });
    await navigation.getByRole('link', { name: 'Corbeilles' }).waitFor();
    expect(await navigation.getByRole('link', { name: 'Accueil' }).getAttribute('aria-current')).toBe('page');
    await expectAccessible(page);
    await page.getByRole('button', { name: /^Menu de/ }).click();
    await page.getByRole('menuitemradio', { name: 'Sombre' }).click();
    await page.keyboard.press('Escape');
    await expectAccessible(page);
    await page.getByRole('button', { name: /^Menu de/ }).click();
    await expectAccessible(page);
    await page.getByRole('menuitemradio', { name: 'English' }).click();
    await page.getByRole('link', { name: 'Baskets' }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Baskets' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    expect(await page.evaluate(() => document.documentElement.dataset['mantineColorScheme'])).toBe('dark');
  });

  it('does not show an administrator baskets that he has not', async () => {
    const page = await signIn('admin');
    await page.getByRole('link', { name: 'Accueil' }).waitFor();
    expect(await page.getByRole('link', { name: 'Corbeilles' }).count()).toBe(0);
    await expectAccessible(page);
  });

  it('keeps the navigation in a drawer on a narrow screen', async () => {
    const page = await signIn('coordinator', { viewport: { width: 390, height: 844 } });
    const link = page.getByRole('link', { name: 'Corbeilles' });
    expect(await link.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Ouvrir la navigation' }).click();
    await link.click();
    await page.getByRole('heading', { level: 1, name: 'Corbeilles' }).waitFor();
    await page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth);
    await expectAccessible(page);
  });

  it('can be gone through by keyboard alone, and says which keys it hears', async () => {
    const page = await signIn('coordinator');
    await tabTo(page, 'Aller au contenu');
    await tabTo(page, 'Corbeilles');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Corbeilles' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Raccourcis clavier' });
    await sheet.getByText('Prendre').waitFor();
    await expectAccessible(page);
    await sheet.getByRole('switch', { name: 'Raccourcis d’une seule touche' }).click();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
    await page.keyboard.press('?');
    await page.getByRole('heading', { level: 1 }).click();
    expect(await sheet.count()).toBe(0);
  });

  it('says what an unknown address is, and leads home', async () => {
    const page = await signIn('coordinator', { path: '/nowhere' });
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Aller à l’accueil' }).click();
    await page.getByRole('heading', { level: 1, name: /^Bonjour/ }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
  });

  it('weighs less than a quarter of a megabyte of script when it is first opened', async () => {
    const folder = join(projectRoot(import.meta.url), 'dist', 'console');
    const manifest = JSON.parse(await readFile(join(folder, '.vite', 'manifest.json'), 'utf8')) as Record<string, { file: string; isEntry?: boolean; imports?: string[] }>;
    // The entry, the home page and its texts, with all that they import.
    const begin = ['index.html', 'pages/home/page.tsx', 'texts/fr/common.json', 'texts/fr/home.json'];
    const reached = new Set<string>();
    const reach = (name: string): void => {
      if (reached.has(name)) return;
      reached.add(name);
      for (const next of manifest[name]?.imports ?? []) reach(next);
    };
    for (const name of begin) {
      expect(Object.keys(manifest)).toContain(name);
      reach(name);
    }
    const files = [...new Set([...reached].flatMap((name) => manifest[name]?.file ?? []))].filter((file) => file.endsWith('.js'));
    const sizes = await Promise.all(files.map(async (file) => brotliCompressSync(await readFile(join(folder, file)), { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(firstLoadBytes);
  });
});
