/** What a site delivery leaves in outside systems: how each is undone, and from when on it no longer is (D-23). */
import type { Text } from '../errors/codes.ts';
import type { Policies } from '../policy/policies.schema.ts';

type Points = Policies['points-of-no-return'];

interface EffectEntry {
  /** What is there, in the words of the person it may be handed to. */
  readonly labels: Text;
  /** The call that undoes it: of `siteCalls`. */
  readonly undoneBy: string;
  /** Whose point of no return in the policy it has; null where it can always be undone. */
  readonly pointOfNoReturn: keyof Points | null;
  /** Past that point: the whole cancellation is refused and the site leaves by a termination, or a person undoes this one by hand. */
  readonly pastIt: 'refused' | 'by-hand';
  /** What it means that the outside says «too late»: a person must see to it, or there is nothing left to undo. */
  readonly tooLate: 'by-hand' | 'nothing-left';
}

/** In the order in which a delivery makes them. */
export const siteEffects = {
  'access-order': {
    labels: { fr: 'Commande OBL', en: 'Access order' }, undoneBy: 'cancel-access-order', pointOfNoReturn: 'access-order', pastIt: 'refused', tooLate: 'by-hand',
  },
  'intervention': {
    // D-11: once its visit is recorded it has been.
    labels: { fr: 'Intervention planifiée', en: 'Planned intervention' }, undoneBy: 'cancel-intervention', pointOfNoReturn: null, pastIt: 'by-hand', tooLate: 'nothing-left',
  },
  'equipment': {
    labels: { fr: 'Équipements réservés ou envoyés', en: 'Equipment reserved or sent' }, undoneBy: 'release-equipment', pointOfNoReturn: 'equipment', pastIt: 'by-hand', tooLate: 'by-hand',
  },
  'ip': { labels: { fr: 'Adresse IP', en: 'IP address' }, undoneBy: 'release-ip', pointOfNoReturn: null, pastIt: 'by-hand', tooLate: 'by-hand' },
  'radius': { labels: { fr: 'Compte RADIUS', en: 'RADIUS account' }, undoneBy: 'release-radius', pointOfNoReturn: null, pastIt: 'by-hand', tooLate: 'by-hand' },
  'backbone': { labels: { fr: 'Configuration backbone', en: 'Backbone configuration' }, undoneBy: 'release-backbone', pointOfNoReturn: null, pastIt: 'by-hand', tooLate: 'by-hand' },
  'service': { labels: { fr: 'Service au parc (RDS)', en: 'Service in the inventory (RDS)' }, undoneBy: 'deproduce-service', pointOfNoReturn: null, pastIt: 'by-hand', tooLate: 'by-hand' },
  'billing': { labels: { fr: 'Facturation', en: 'Billing' }, undoneBy: 'cancel-billing', pointOfNoReturn: 'billing', pastIt: 'refused', tooLate: 'by-hand' },
  'supervision': { labels: { fr: 'Supervision', en: 'Supervision' }, undoneBy: 'stop-supervision', pointOfNoReturn: null, pastIt: 'by-hand', tooLate: 'by-hand' },
} as const satisfies Record<string, EffectEntry>;

export type SiteEffectKind = keyof typeof siteEffects;

/** What was done, or may have been done, outside: on the stack before it is asked for, undone in reverse by a cancellation. */
export interface SiteEffect {
  readonly kind: SiteEffectKind;
  readonly key: string;
}
