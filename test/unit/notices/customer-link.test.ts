/** The link by which a customer does a task (D-06). */
import { expect, it } from 'vitest';
import { customerLinks } from '../../../activities/notices/customer-link.ts';
import { openLink } from '../../../api/links/token.ts';

const secret = 'a secret that is long enough to sign with';
const link = customerLinks({ customerUrl: 'https://client.example.fr', secret, readValidityMs: async () => 86_400_000 });
const fromMs = Date.parse('2026-11-20T09:00:00Z');

it('is the same each time it is made for one notice, so that a mail sent again is the same mail', async () => {
  expect(await link('T1', 'CLI-000001', fromMs)).toBe(await link('T1', 'CLI-000001', fromMs));
  expect(await link('T1', 'CLI-000001', fromMs)).not.toBe(await link('T1', 'CLI-000001', fromMs + 1000));
});

it('is good for as long as the policy says, from that instant', async () => {
  const token = (await link('T1', 'CLI-000001', fromMs)).split('/').at(-1) as string;
  expect(await openLink(token, secret, fromMs + 86_399_000)).toMatchObject({ sub: 'T1', customerId: 'CLI-000001' });
  await expect(openLink(token, secret, fromMs + 86_401_000)).rejects.toMatchObject({ refusal: { code: 'link-expired' } });
});
