/** What the simulated mail server has taken in a house. */
import type { House } from './house.ts';
import type { OutsideAccess } from './installation.ts';

export interface TakenMail {
  readonly messageKey: string;
  readonly to: readonly string[];
  readonly replyTo?: string;
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly { readonly filename: string; readonly mediaType: string }[];
  readonly copies: number;
}

/** In the order of their arrival. */
export async function mailsAt({ url, token }: OutsideAccess): Promise<TakenMail[]> {
  const response = await fetch(`${url}/v1/messages`, { headers: { authorization: `Bearer ${token}` } });
  return ((await response.json()) as { messages: TakenMail[] }).messages;
}

export async function mailsIn({ urls, token }: House): Promise<TakenMail[]> {
  return await mailsAt({ url: urls.mail, token });
}
