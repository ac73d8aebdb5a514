/** Whatever a timeline may tell, and whatever call may be stuck, has its words in both languages: the compiler holds the texts against every event and call of every journey. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import callsEn from '../../../console/texts/en/calls.json' with { type: 'json' };
import commonEn from '../../../console/texts/en/common.json' with { type: 'json' };
import en from '../../../console/texts/en/events.json' with { type: 'json' };
import callsFr from '../../../console/texts/fr/calls.json' with { type: 'json' };
import commonFr from '../../../console/texts/fr/common.json' with { type: 'json' };
import fr from '../../../console/texts/fr/events.json' with { type: 'json' };
import type { CallbackSender } from '../../../api/http/route.ts';
import type { appointmentCalls, AppointmentEvent } from '../../../domain/appointment/appointment.ts';
import type { backupCalls, BackupEvent } from '../../../domain/backup/backup.ts';
import type { complaintCalls, ComplaintEvent } from '../../../domain/complaint/complaint.ts';
import type { deploymentCalls, DeploymentEvent } from '../../../domain/deployment/deployment.ts';
import type { siteCalls } from '../../../domain/deployment/site-calls.ts';
import type { SiteEvent } from '../../../domain/deployment/site.ts';
import type { FollowUpEvent } from '../../../domain/follow-up/follow-up.ts';
import type { Channel } from '../../../domain/journey/journey.ts';
import type { orderCalls, OrderEvent } from '../../../domain/order/order.ts';
import type { replacementCalls, ReplacementEvent } from '../../../domain/replacement/replacement.ts';
import type { terminationCalls, TerminationEvent } from '../../../domain/termination/termination.ts';
import type { ticketCalls, TicketEvent } from '../../../domain/ticket/ticket.ts';
import { projectRoot } from '../../../project-root.ts';

type Call = keyof (typeof appointmentCalls) | keyof (typeof backupCalls) | keyof (typeof complaintCalls) | keyof (typeof deploymentCalls) | keyof (typeof orderCalls) | keyof (typeof replacementCalls) | keyof (typeof siteCalls) | keyof (typeof terminationCalls) | keyof (typeof ticketCalls);
type Told = (AppointmentEvent | BackupEvent | ComplaintEvent | DeploymentEvent | SiteEvent | FollowUpEvent | OrderEvent | ReplacementEvent | TerminationEvent | TicketEvent)['type'];

it('a call to the outside has a word in each language (D-24)', () => {
  const words = [callsFr, callsEn] satisfies readonly Readonly<Record<`call.${Call}`, string>>[];
  for (const word of words.flatMap((texts) => Object.values(texts))) expect(word).not.toBe('');
});

it('an event and a channel have a word in each language', () => {
  const words = [fr, en] satisfies readonly Readonly<Record<`event.${Told}` | `channel.${Channel}`, string>>[];
  for (const word of words.flatMap((texts) => Object.values(texts))) expect(word).not.toBe('');
});

it('whoever acts without being a person has a word in each language: who tells from outside, and every program of the relay', () => {
  const words = [commonFr, commonEn] satisfies readonly Readonly<Record<`actor.${CallbackSender}`, string>>[];
  const relay = join(projectRoot(import.meta.url), 'relay');
  const programs = readdirSync(relay, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(join(relay, file), 'utf8').matchAll(/'system:([a-z-]+)'/g)].map(([, program]) => `actor.${program}`));
  expect(programs.length).toBeGreaterThan(8);
  for (const texts of words) expect(Object.keys(texts)).toEqual(expect.arrayContaining(programs));
});
