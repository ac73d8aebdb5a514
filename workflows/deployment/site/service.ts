/** The service itself: produced, activated and tested, observed and accepted (D-14, D-15). */
import { patched } from '@temporalio/workflow';
import type { AccessType } from '../../../domain/deployment/deployment.ts';
import { qualifyLink, readingsEverySeconds, type LinkQuality, type LinkReading } from '../../../domain/deployment/link.ts';
import type { AcceptancePolicy } from '../../../domain/deployment/policy.ts';
import { serviceKey } from '../../../domain/deployment/site.ts';
import { isOpen } from '../../../domain/deployment/site-steps.ts';
import { patches } from '../../journey/patches.ts';
import { call, is, openingOf, type Site } from './site.ts';

/** D-14: only once the OBL's delivery report is there. */
export async function produceService(site: Site): Promise<void> {
  if (!is(site, 'service-production')) return;
  const key = serviceKey(openingOf(site));
  const [ip, radius, backbone] = await Promise.all([
    call(site, 'reserve-ip', 'service-production', ({ refTech }) => refTech('Réservation IP').reserveIp(key)),
    call(site, 'create-radius', 'service-production', ({ refTech }) => refTech('Compte RADIUS').createRadius(key)),
    call(site, 'configure-backbone', 'service-production', ({ refTech }) => refTech('Configuration backbone').configureBackbone(key)),
  ]);
  site.act({
    type: 'serviceProduced',
    production: {
      ipv4: ip.how === 'went-through' ? ip.answer.ipv4 : null,
      radiusLogin: radius.how === 'went-through' ? radius.answer.login : null,
      vlan: backbone.how === 'went-through' ? backbone.answer.vlan : null,
    },
  });
}

/** D-14: the configuration goes out and the tests run once the technician is done; what fails goes back to him, and the old line is migrated once all pass. */
export async function activate(site: Site): Promise<void> {
  while (await technicianActs(site)) {
    const { configurationReference, tests } = site.state();
    const key = serviceKey(openingOf(site));
    const ordinal = tests.ordinal + 1;
    if (configurationReference !== null) {
      await call(site, 'push-configuration', 'activation', ({ refTech }) =>
        refTech('Configuration poussée').pushConfiguration({ serviceKey: key, configurationReference, ordinal }));
    }
    const tested = await call(site, 'run-tests', 'activation', ({ refTech }) => refTech(`Tests de mise en service n° ${ordinal}`).runTests({ serviceKey: key, ordinal }));
    site.act({ type: 'activationTested', results: tested.how === 'went-through' ? tested.answer.results : null });
  }
}

/** @returns whether there is something to test. */
async function technicianActs(site: Site): Promise<boolean> {
  await site.until((state) => state.phase !== 'activation' || !(isOpen(state, 'activation') || isOpen(state, 'line-migration')));
  return is(site, 'activation');
}

/** D-15: Ref.Tech reads the link all the while; what it read is fetched once, at the end of the window. */
export async function accept(site: Site): Promise<void> {
  const { observation } = site.state();
  if (!is(site, 'acceptance') || !observation) return;
  const endsAtMs = () => observation.fromMs + openingOf(site).policy.acceptance.observationMs;
  let woken: 'met' | 'deadline' = 'met';
  while (woken === 'met' && is(site, 'acceptance')) {
    const atMs = endsAtMs();
    // A policy applied meanwhile moves the instant.
    woken = await site.until(({ phase }) => phase !== 'acceptance' || endsAtMs() !== atMs, { atMs, summary: 'Fin de l’observation du lien' });
  }
  if (!is(site, 'acceptance')) return;
  const { accessType, policy: { acceptance } } = openingOf(site);
  const everySeconds = readingsEverySeconds(acceptance);
  const read = await call(site, 'read-link', 'acceptance', ({ refTech }) => refTech('Mesures du lien').readLink({
    serviceKey: serviceKey(openingOf(site)), from: new Date(observation.fromMs).toISOString(), to: new Date(endsAtMs()).toISOString(), everySeconds,
  }));
  site.act({ type: 'linkQualified', quality: read.how === 'went-through' ? qualified(read.answer.readings, accessType, acceptance) : null });
}

/** In histories of before one reading was enough. */
function qualified(readings: readonly LinkReading[], accessType: AccessType, acceptance: AcceptancePolicy): LinkQuality {
  const quality = qualifyLink(readings, accessType, acceptance);
  return quality.qualification === 'too-few-readings' && !patched(patches.readSeveralTimes) ? qualifyLink(readings, accessType, { ...acceptance, observationMs: 0 }) : quality;
}
