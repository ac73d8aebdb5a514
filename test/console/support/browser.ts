/** A browser before the console: signed in as anybody, with the means to ask what a person needs of a page. */
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Cookie, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import type { Profile } from '../../../domain/people/profiles.ts';
import { createCaller, type Caller } from '../../support/caller.ts';
import { createTokens } from '../../support/installation.ts';

/** Once for all files: their modules are shared. */
let browser: Promise<Browser> | undefined;
const contexts: { readonly context: BrowserContext; readonly like: string }[] = [];
/** Contexts that a test has left, by what they are like: what they hold in their cache need not be loaded and compiled again. */
const left = new Map<string, BrowserContext[]>();
/** What pages said by themselves, and what the browser refused them: nothing may. */
const complaints: string[] = [];
/** A person's sessions: who has signed in once need not again. */
const sessions = new Map<Profile, readonly Cookie[]>();

export interface Visit extends Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'locale'> {
  /** Where to. */
  readonly path?: string;
  /** Through the sign-in page, though he has been there. */
  readonly isNew?: boolean;
}

/** A context of its own: another person, or the same one at another screen. Left as if new when the test ends. */
async function openPage(options: Omit<Visit, 'path' | 'isNew'> = {}, cookies: readonly Cookie[] = []): Promise<Page> {
  const like = JSON.stringify(options);
  const context = left.get(like)?.pop() ?? await newContext(options);
  contexts.push({ context, like });
  await context.addCookies([...cookies]);
  return await context.newPage();
}

async function newContext(options: Omit<Visit, 'path' | 'isNew'>): Promise<BrowserContext> {
  browser ??= chromium.connect(inject('browserUrl'));
  const context = await (await browser).newContext({ viewport: { width: 1440, height: 900 }, locale: 'fr-FR', timezoneId: 'Europe/Paris', colorScheme: 'light', reducedMotion: 'reduce', ...options });
  context.on('weberror', (error) => complaints.push(error.error().message));
  context.on('console', (message) => {
    // What the API refuses is a page's to show, and the browser's to log.
    if (message.type() === 'error' && !/status of \d{3}|net::ERR_/.test(message.text())) complaints.push(`${message.page()?.url() ?? ''}: ${message.text()}`);
  });
  return context;
}

/** Whoever comes by a link, without signing in; on a telephone unless said otherwise. */
export async function visit(path: string, options: Omit<Visit, 'path' | 'isNew'> = {}): Promise<Page> {
  const page = await openPage({ viewport: { width: 390, height: 844 }, ...options });
  await page.goto(`${inject('consoleUrl')}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

/** Through the sign-in page the first time, then with the session that came of it. */
export async function signIn(profile: Profile, { path = '/', isNew = false, ...options }: Visit = {}): Promise<Page> {
  const known = isNew ? undefined : sessions.get(profile);
  const page = await openPage(options, known);
  if (known) await page.goto(`${inject('consoleUrl')}${path}`);
  else {
    await page.goto(`${inject('consoleUrl')}/sign-in?to=${encodeURIComponent(path)}`);
    await page.locator(`button[name=user][value="${profile}"]`).click();
  }
  await page.getByRole('heading', { level: 1 }).waitFor();
  if (!known) sessions.set(profile, await page.context().cookies(inject('consoleUrl')));
  return page;
}

/** What each open page shows, as who does not see it is told, and where the keyboard is. */
export async function shownNow(): Promise<string[]> {
  return await Promise.all(contexts.flatMap(({ context }) => context.pages()).map(async (page) => [
    page.url(), `The keyboard is at ${await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200)).catch(String)}`, await page.locator('body').ariaSnapshot({ timeout: 2_000 }).catch(String),
  ].join('\n')));
}

/** Closes what was opened. @returns what pages complained of since the last time. */
export async function leave(): Promise<string[]> {
  await Promise.all(contexts.splice(0).map(async ({ context, like }) => {
    await Promise.all(context.pages().map((page) => page.close()));
    await context.setStorageState({ cookies: [], origins: [] });
    left.set(like, [...left.get(like) ?? [], context]);
  }));
  return complaints.splice(0);
}

/** WCAG 2.1 AA, which RGAA 4 follows, as far as a program can tell. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await faultsOf(page)).toEqual([]);
  expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
}

/** One line per rule that is broken, and where. */
export async function faultsOf(page: Page): Promise<string[]> {
  // What is fading in has not yet the contrast that it will have; what was just opened begins to with the next frame.
  await page.evaluate(async () => {
    await new Promise((resolve) => { requestAnimationFrame(() => { requestAnimationFrame(resolve); }); });
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  });
  // Our pages have no frames: what looks into foreign ones takes a blank page and axe once more for each question.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze();
  return violations.map(({ id, help, nodes }) => `${id}: ${help} — ${nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`).join(' | ')}`);
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
