/** What takes the place of something else: a move with both its halves (C-08), and a piece of hardware that is replaced (T-20). */
import { describe, it } from 'vitest';
import { expectAccessible, signIn } from './support/browser.ts';
import { aMove, aReplacement } from './support/made.ts';
import { act, aTicket } from './support/tickets.ts';

describe('A move', () => {
  it('shows both its halves, on the customer’s page and on its own: the new site, and the termination of what it leaves (C-08)', async () => {
    const { customerId, rds, deployment: id, termination } = await aMove();
    const page = await signIn('coordinator', { path: `/customers/${customerId}` });
    await page.getByText(`S001 remplace ${rds} · attend sa recette`).waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: id }).first().click();
    await page.getByRole('heading', { level: 1, name: id }).waitFor();
    await page.getByText(`S001 remplace ${rds} · attend sa recette`).waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: termination }).click();
    await page.getByRole('heading', { level: 1, name: termination }).waitFor();
    await page.getByText(rds).first().waitFor();
    await expectAccessible(page);
  });
});

describe('A replacement', () => {
  it('says what is replaced and how far it is, and leads to the ticket where it is worked on (T-20)', async () => {
    const ticket = await aTicket();
    await act(ticket, 'take');
    const id = await aReplacement(ticket);
    const page = await signIn('technician-n1', { path: `/replacements/${id}` });
    const facts = page.getByRole('table', { name: 'Remplacement' });
    await facts.getByText('5CG-CONSOLE-1').waitFor();
    await facts.getByRole('link', { name: 'Boulangeries Martin' }).waitFor();
    await page.getByText('En cours', { exact: true }).waitFor();
    await expectAccessible(page);
    await facts.getByRole('link', { name: ticket }).press('Enter');
    await page.getByRole('heading', { level: 1, name: ticket }).waitFor();

    const elsewhere = await signIn('technician-n1', { path: '/replacements/REP-2020-999999', viewport: { width: 390, height: 844 }, locale: 'en-GB', colorScheme: 'dark' });
    await elsewhere.getByRole('alert').waitFor();
    await expectAccessible(elsewhere);
  });
});
