/** The link by which a customer does a task (D-06). */
import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
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

it('is ours alone to make: another algorithm, no signature, another key or somebody’s sign-in leads nowhere, and says nothing else', async () => {
  const [header = '', claims = '', signature = ''] = ((await link('T1', 'CLI-000001', fromMs)).split('/').at(-1) as string).split('.');
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const made = (alg: string, key: Uint8Array | typeof privateKey) => new SignJWT({ customerId: 'CLI-000001' }).setProtectedHeader({ alg }).setSubject('T1').setExpirationTime(new Date(fromMs + 1_000)).sign(key);
  const forged = [
    `${encode({ alg: 'none' })}.${claims}.`, `${encode({ alg: 'None' })}.${claims}.${signature}`, `${encode({ alg: 'HS512' })}.${claims}.${signature}`,
    `${header}.${encode({ sub: 'T2', customerId: 'CLI-000001', exp: 4_000_000_000 })}.${signature}`, `${header}.${claims}.`, `${header}.${claims}`,
    await made('RS256', privateKey), await made('HS512', new TextEncoder().encode(secret)), await made('HS256', new TextEncoder().encode(`${secret}!`)),
  ];
  for (const token of forged) await expect(openLink(token, secret, fromMs)).rejects.toMatchObject({ refusal: { code: 'not-found', parameters: { id: 'links/…' } } });
});
