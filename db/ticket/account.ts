/** Tickets hold what billing knows of a customer (C-08); to be read like his account by who may read that, at every door (C-05). */
import { accountAmounts } from '../../domain/ticket/payment.ts';

const paths = ['{opening,account}', ...accountAmounts.flatMap((amount) => [`{task,context,${amount}}`, `{context,${amount}}`])];

/** An event's payload in SQL, without the amounts. */
export function withoutAmountsIn(payload: string): string {
  return [`(${payload})`, ...paths.map((path) => `'${path}'`)].join(' #- ');
}
