/** The links that customers are mailed. */
import { SignJWT } from 'jose';
import { inject } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { mailsAt } from '../../support/mails.ts';

/** The path of the link in the last mail about this. @param about how the key of the mail begins */
export async function linkOf(about: string): Promise<string> {
  return await eventually(async () => {
    const mails = await mailsAt(inject('outside').mail);
    const paths = mails.filter(({ messageKey }) => messageKey.startsWith(about)).map(({ text }) => /\/f\/\S+/.exec(text)?.[0]).filter((path) => path !== undefined);
    const last = paths.at(-1);
    if (last === undefined) throw new Error(`no mail with a link about ${about} among ${mails.map(({ messageKey }) => messageKey).join(', ')}`);
    return last;
  });
}

/** Of one who was ours a long time ago. */
export async function expiredLink(): Promise<string> {
  return `/f/${await new SignJWT({ customerId: 'CLI-000001' }).setProtectedHeader({ alg: 'HS256' }).setSubject('x').setExpirationTime(1).sign(new TextEncoder().encode(inject('linkSecret')))}`;
}
