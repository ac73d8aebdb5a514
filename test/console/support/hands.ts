/** Two ways of acting on the same page: with a mouse, and with the keyboard alone. */
import type { Locator, Page } from 'playwright-core';

export interface Hands {
  readonly page: Page;
  /** A link, a button, a tab, a row, a choice. */
  press(what: Locator): Promise<void>;
  /** A field, whatever stood in it. */
  fill(field: Locator, text: string): Promise<void>;
  select(field: Locator, label: string): Promise<void>;
  /** A customer, found by what is typed of him. */
  customer(field: Locator, typed: string): Promise<void>;
  /** @param local `2031-03-03`, or with a time, `2031-03-03T09:00`: a day that reads the same in either order, a time before noon. */
  pick(field: Locator, local: string): Promise<void>;
}

export function mouse(page: Page): Hands {
  return {
    page,
    press: async (what) => { await what.click(); },
    fill: async (field, text) => { await field.fill(text); },
    select: async (field, label) => { await field.selectOption({ label }); },
    customer: async (field, typed) => {
      await field.fill(typed);
      await page.getByRole('option', { name: typed }).click();
    },
    pick: async (field, local) => { await field.fill(local); },
  };
}

export function keys(page: Page): Hands {
  const { keyboard } = page;
  return {
    page,
    async press(what) {
      await reach(page, what);
      const kind = await kindOf(what);
      if (kind === 'tab') return;
      if (kind === 'radio' || kind === 'checkbox') return await (await what.isChecked() ? Promise.resolve() : keyboard.press('Space'));
      await keyboard.press('Enter');
    },
    async fill(field, text) {
      await reach(page, field);
      await keyboard.press('Control+A');
      await keyboard.type(text);
    },
    async select(field, label) {
      await reach(page, field);
      const isChosen = (): Promise<boolean> => field.evaluate((element, wanted) => element instanceof HTMLSelectElement && element.selectedOptions[0]?.label === wanted, label);
      await keyboard.press('Home');
      for (let pressed = 0; !await isChosen(); pressed += 1) {
        if (pressed === most) throw new Error(`${label} cannot be chosen`);
        await keyboard.press('ArrowDown');
      }
    },
    async customer(field, typed) {
      await reach(page, field);
      await keyboard.type(typed);
      await page.getByRole('option', { name: typed }).waitFor();
      await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
    },
    async pick(field, local) {
      await reach(page, field);
      const [, year = '', month = '', day = '', time] = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?$/.exec(local) ?? [];
      await keyboard.type(`${month}${day}${year}`);
      if (time === undefined) return;
      // A year has six digits before the next part begins by itself.
      await keyboard.press('ArrowRight');
      await keyboard.type(`${time.replace(':', '')}AM`);
    },
  };
}

/** Within one group, or one list of tabs, the arrows lead from one to the next. */
const arrows: Readonly<Record<string, string>> = { radio: 'ArrowDown', tab: 'ArrowRight' };
const most = 150;

/** Presses Tab, and the arrows where they are meant to be pressed, until it has the focus. */
async function reach(page: Page, what: Locator): Promise<void> {
  await what.waitFor();
  const arrow = arrows[await kindOf(what)];
  for (let pressed = 0; pressed < most; pressed += 1) {
    const at = await what.evaluate((element) => {
      const { activeElement: focused } = document;
      const groupOf = (one: Element | null): unknown => (one instanceof HTMLInputElement && one.type === 'radio' ? one.name : one?.closest('[role=tablist]'));
      return { isThere: focused === element, isBeside: focused !== element && focused !== null && groupOf(focused) !== null && groupOf(focused) !== undefined && groupOf(focused) === groupOf(element) };
    });
    if (at.isThere) return;
    await page.keyboard.press(at.isBeside && arrow !== undefined ? arrow : 'Tab');
  }
  throw new Error(`${most} presses of the keyboard did not reach ${String(what)}`);
}

async function kindOf(what: Locator): Promise<string> {
  return await what.evaluate((element) => (element instanceof HTMLInputElement ? element.type : element.getAttribute('role') ?? element.tagName.toLowerCase()));
}
