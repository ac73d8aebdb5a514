/** No secret is in what is tracked: every file is read by secretlint, and by the shapes of our own; a planted one of each kind is found. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { expect, it } from 'vitest';
import { projectRoot } from '../../../project-root.ts';

const root = projectRoot(import.meta.url);
/** API keys (`api/sign-in/keys.ts`), secrets of callbacks and webhooks, encryption keys as a setting has them. */
const ours = [/\bjalon_[\w-]{43}\b/, /\bwhsec_[A-Za-z0-9+/]{32,}={0,2}/, /\bJALON_PAYLOAD_KEYS\s*[=:]\s*['"]?[\w.-]+:[A-Za-z0-9+/]{43}=/, /\bJALON_\w*(?:SECRETS?|TOKEN|PASSWORD)[ \t]*=[ \t]*[^\s$'"<{`…]{16,}/];

async function secretsIn(filePath: string, content: string): Promise<string[]> {
  const { messages } = await lintSource({
    source: { filePath, content, ext: extname(filePath), contentType: 'text' },
    options: { config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] } },
  });
  return [...messages.map(({ ruleId, loc }) => `${filePath}:${loc.start.line} ${ruleId}`), ...ours.filter((shape) => shape.test(content)).map((shape) => `${filePath} ${shape.source}`)];
}

it('no tracked file holds a secret', async () => {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter((name) => name !== '');
  expect(files.length).toBeGreaterThan(1_000);
  const found: string[] = [];
  for (const file of files) found.push(...await secretsIn(file, readFileSync(join(root, file), 'utf8')));
  expect(found).toEqual([]);
}, 120_000);

it.each([
  ['an API key of ours', `jalon${'_'}${'aB3'.repeat(14)}x`], ['a secret of a callback', `whsec${'_'}${'c2VjcmV0'.repeat(5)}`], ['a payload key', `JALON_PAYLOAD_KEYS=k1:${'A'.repeat(43)}=`], ['a token in a setting', `JALON_OBL_TOKEN=${'f00d'.repeat(8)}`],
  ['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEpAIBAAKCAQEA'.repeat(8)}\n-----END RSA PRIVATE KEY-----`], ['a password in an address', `https://admin:${'s3cr3t-horse'}@example.org/db`],
  ['a token of a code host', `ghp${'_'}${'aZ09'.repeat(9)}`], ['a cloud’s key', `AWS_SECRET_ACCESS_KEY = "${'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY'}"`],
])('would find %s', async (_what, secret) => {
  expect(await secretsIn('planted.txt', `before\n${secret}\nafter\n`)).not.toEqual([]);
});
