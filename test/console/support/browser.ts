/** A browser before the console: signed in by a click as anybody, with the means to ask what a person needs of a page. */
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, expect, inject } from 'vitest';
import type { Profile } from '../../../domain/people/profiles.ts';
import { createCaller, type Caller } from '../../support/caller.ts';
import { createTokens } from '../../support/installation.ts';
import { chromiumArguments, findChromium } from './chromium.ts';

let browser: Promise<Browser> | undefined;

async function open(): Promise<Browser> {
  browser ??= findChromium().then((executablePath) => chromium.launch({ executablePath, args: [...chromiumArguments] }));
  return await browser;
}

export interface Visit extends Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'locale'> {
  /** Where to, once signed in. */
  readonly path?: string;
}

/** What went wrong in a page by itself: nothing may. */
const complaints = new WeakMap<Page, string[]>();

/** A context of its own: another person, or the same one at another screen. Closed when the file ends. */
export async function signIn(profile: Profile, { path = '/', ...options }: Visit = {}): Promise<Page> {
  const page = await newPage(options);
  await page.goto(`${inject('consoleUrl')}/sign-in?to=${encodeURIComponent(path)}`);
  await page.locator(`button[name=user][value="${profile}"]`).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

/** Whoever comes by a link, without signing in; on a telephone unless said otherwise. */
export async function visit(path: string, options: Omit<Visit, 'path'> = {}): Promise<Page> {
  const page = await newPage({ viewport: { width: 390, height: 844 }, ...options });
  await page.goto(`${inject('consoleUrl')}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

async function newPage(options: Omit<Visit, 'path'>): Promise<Page> {
  const context = await (await open()).newContext({ viewport: { width: 1440, height: 900 }, locale: 'fr-FR', colorScheme: 'light', reducedMotion: 'reduce', ...options });
  contexts.push(context);
  const page = await context.newPage();
  const said: string[] = [];
  complaints.set(page, said);
  page.on('pageerror', (error) => said.push(error.message));
  page.on('console', (message) => { if (/Content.Security.Policy|Refused to/i.test(message.text())) said.push(message.text()); });
  return page;
}

const contexts: BrowserContext[] = [];
afterAll(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
  await (await browser)?.close();
  browser = undefined;
});

/** WCAG 2.1 AA, which RGAA 4 follows, as far as a program can tell; and a page that complains of nothing. */
export async function expectAccessible(page: Page): Promise<void> {
  // What is fading in has not yet the contrast that it will have.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze();
  expect(violations.map(({ id, help, nodes }) => `${id}: ${help} — ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)).toEqual([]);
  expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
  expect(complaints.get(page) ?? []).toEqual([]);
}

/** Presses Tab until what is wanted has the focus. */
export async function tabTo(page: Page, name: string | RegExp, most = 80): Promise<void> {
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press('Tab');
    const said = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement)) return '';
      const labels = 'labels' in element ? [...(element.labels as NodeListOf<HTMLLabelElement> | null) ?? []].map(({ innerText }) => innerText) : [];
      return [element.getAttribute('aria-label') ?? '', ...labels, element.innerText].join(' ').trim();
    });
    if (typeof name === 'string' ? said.includes(name) : name.test(said)) return;
  }
  throw new Error(`${most} presses of Tab did not reach ${String(name)}`);
}

let caller: Caller | undefined;

/** The API, past the browser: to prepare what a page shows. */
export function api(): Caller {
  caller ??= createCaller({ apiUrl: `${inject('consoleUrl')}/api/v1`, tokenOf: createTokens(inject('issuer')) });
  return caller;
}
