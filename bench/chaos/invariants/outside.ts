/** One effect outside for each of our intents: no order, subscription, reservation, mail or text twice, none missing, none that we know nothing of, each under the reference that we know. */
import { compare, inventoryNames } from '../../../cli/demo/inventories.ts';
import type { Fact } from '../../../test/support/outside-facts.ts';
import { repeated, type Books, type Finding, type Invariant, type OutsideSystem, type SiteRow } from './invariant.ts';

/** Asked for again on purpose, and counted there each time: an OBL is reminded without a key (D-09). */
const mayRepeat: Partial<Record<OutsideSystem, readonly string[]>> = { obl: ['reminded'], mail: ['copied'] };

const systems: readonly OutsideSystem[] = ['obl', 'jarvis', 'ref-tech', 'billing', 'mail', 'sms'];

export const onceOutside: Invariant = {
  name: 'effects outside', promise: 'what we ask of an outside system is done there once, however often we had to ask',
  check({ outside }) {
    let looked = 0;
    const violations = systems.flatMap((system) => Object.entries(outside[system]).flatMap(([key, facts]) => {
      looked += facts.length;
      return repeated(facts.map(nameOf).filter((name) => !(mayRepeat[system] ?? []).includes(name))).map((name) => `${system}: ${key} was ${name} more than once`);
    }));
    return { looked, violations };
  },
};

/** What may be done several times is told apart by its number or its part. */
function nameOf({ type, part, ordinal }: Fact): string {
  return [type, part ?? ordinal].filter((word) => word !== undefined).join(' ');
}

export const sameOutside: Invariant = {
  name: 'inventories', promise: 'OBL, JARVIS, Ref.Tech and billing hold what we say is in service, under our references, and nothing else of ours',
  check(books) {
    const services = books.sites.map((site) => ({ key: keyOf(site), isLive: site.phase === 'in-service' }));
    const deployments = [...new Set(books.sites.map(({ deploymentId }) => deploymentId))];
    const compared = inventoryNames.flatMap((name) => compare(name, books.outside[name], services, deployments).differences);
    const orders = new Set(books.sites.map(({ orderKey }) => orderKey));
    const strange = Object.entries(books.outside.obl).filter(([key, facts]) => facts.length > 0 && !orders.has(key)).map(([key]) => `obl: the order ${key} is none of ours`);
    return { looked: services.length, violations: [...compared, ...strange, ...books.sites.flatMap((site) => otherReferences(books, site))] };
  },
};

function otherReferences({ outside }: Books, site: SiteRow): string[] {
  if (site.phase !== 'in-service') return [];
  const key = keyOf(site);
  const expected = [
    ['obl', site.orderKey ?? '', 'placed', 'oblReference', site.oblReference], ['jarvis', key, 'service-registered', 'rds', site.rds],
    ['billing', key, 'started', 'subscriptionReference', site.subscriptionReference],
  ] as const;
  return expected.flatMap(([system, subject, type, field, ours]) => {
    const theirs = outside[system][subject]?.find((fact) => fact.type === type)?.[field];
    return theirs === ours ? [] : [`${system}: ${key} is ${theirs} there and ${ours} here`];
  });
}

function keyOf({ deploymentId, site }: SiteRow): string {
  return `${deploymentId}.${site}`;
}

export const messages: Invariant = {
  name: 'mails and texts', promise: 'each mail and each text went out once, word for word the same where it was sent again, and none that was due is missing',
  check(books): Finding {
    const { mail, sms } = books.outside;
    const sent = new Set([...Object.keys(mail), ...Object.keys(sms)]);
    const namesOf = (notices: Books['notices']): Set<string> => new Set(notices.map(({ ticket, key }) => `${ticket}.${key}`));
    const told = namesOf(books.notices.filter(({ status }) => status === 'sent'));
    // Of these our record says that they may have gone out.
    const perhaps = namesOf(books.notices.filter(({ status, attempts }) => status !== 'sent' && attempts > 0));
    return {
      looked: sent.size,
      violations: [
        ...Object.entries(mail).filter(([, facts]) => facts.filter(({ type }) => type === 'delivered').length !== 1).map(([key]) => `mail: ${key} was not delivered once`),
        ...Object.entries(mail).filter(([, facts]) => facts.some(({ isSame }) => isSame === false)).map(([key]) => `mail: ${key} was sent again with other words`),
        ...Object.keys(mail).filter((key) => key in sms).map((key) => `${key} went out as a mail and as a text`),
        ...[...told].filter((key) => !sent.has(key)).map((key) => `mail: ${key} is sent by our record and never came`),
        ...[...sent].filter((key) => key.startsWith('TCK-') && !told.has(key) && !perhaps.has(key)).map((key) => `mail: ${key} came, and is not sent by our record`),
        ...dueOf(books).filter((key) => !sent.has(key)).map((key) => `mail: ${key} was due and never came`),
      ],
    };
  },
};

/** What everybody is sent in a deployment on a day without trouble (D-06 to D-19). */
function dueOf({ deployments, sites }: Books): string[] {
  return [
    ...deployments.flatMap((id) => [`${id}.welcome`, `${id}.report`]),
    ...sites.filter(({ phase }) => phase === 'in-service').flatMap(({ deploymentId, site }) => [`${deploymentId}.delivery-notice.${site}`, `${deploymentId}.invoice-simulation.${site}.1`, `${deploymentId}.handover.${site}`]),
  ];
}
