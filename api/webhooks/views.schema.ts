/** What is entered of webhooks, and what is shown. */
import { z } from 'zod';
import { typePattern } from '../../domain/live/webhook.ts';
import { mailAddress } from '../../domain/people/mail-address.schema.ts';

const instant = z.iso.datetime();

/** Plain HTTP only to the machine itself, and there only where it is set up to develop on. */
const address = z.url({ protocol: /^https?$/, abort: true }).max(2_000).refine((said) => {
  const { protocol, hostname, username, password, hash } = new URL(said);
  return username === '' && password === '' && hash === '' && (protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname));
}, 'https, without a password');

export const webhookEntry = z.strictObject({
  url: address.meta({ description: 'https, in the public internet' }),
  description: z.string().trim().max(500).default(''),
  types: z.array(z.string().regex(typePattern)).max(100).default([]).meta({ description: '`ticket.*`, `ticket.ticketOpened`, `deployment.*`; none: everything' }),
  centres: z.array(z.string().min(1).max(60)).min(1).max(100).nullable().default(null).meta({ description: 'Of customers of these centres alone' }),
  customerId: z.string().max(20).nullable().default(null).meta({ description: 'Of this customer alone' }),
  contact: mailAddress.max(200).nullable().default(null).meta({ description: 'Written to when it is disabled' }),
  status: z.enum(['active', 'paused']).default('active').meta({ description: 'active: one that is disabled goes on where it stopped' }),
}).meta({ id: 'WebhookEntry' });

export const webhookView = z.object({
  id: z.uuid(), url: z.string(), description: z.string(), types: z.array(z.string()), centres: z.array(z.string()).nullable(), customerId: z.string().nullable(), contact: z.string().nullable(),
  status: z.enum(['active', 'paused', 'disabled']),
  reason: z.string().nullable().meta({ description: 'Why it is disabled: `failing-too-long`, `gone` (410)' }),
  position: z.int().meta({ description: 'Everything up to here was delivered, or is none of its concern' }),
  attempts: z.int().meta({ description: 'Of the next, so far' }), failingSince: instant.nullable(), nextAt: instant.nullable(),
  createdBy: z.string(), createdAt: instant, version: z.int(),
}).meta({ id: 'Webhook' });

export const newWebhookView = webhookView.extend({ secret: z.string().meta({ description: '`whsec_…`; shown here only' }) }).meta({ id: 'NewWebhook' });

export const webhookDelivery = z.object({
  id: z.uuid(), position: z.int().nullable().meta({ description: 'null: a test' }), messageId: z.string().meta({ description: '`webhook-id`, the same however often it is sent' }), type: z.string(), subject: z.string().nullable(),
  status: z.enum(['waiting', 'delivered', 'failing', 'failed']).meta({ description: 'waiting: goes next; failing: tried again; failed: a test or a repetition, which is tried once' }),
  attempts: z.int(), answer: z.int().nullable().meta({ description: 'Status of the last answer' }),
  fault: z.string().nullable().meta({ description: '`refused`, `redirected`, `timeout`, `no-connection`, `unknown-host`, `certificate`, `forbidden-address`' }),
  tookMs: z.int().nullable(), firstAt: instant, lastAt: instant.nullable(),
}).meta({ id: 'WebhookDelivery' });

export const rotation = z.strictObject({ overlapHours: z.int().min(0).max(720).default(24).meta({ description: 'How long the secret that there was signs as well' }) }).meta({ id: 'WebhookRotation' });
export const rewinding = z.strictObject({ after: z.int().min(0).max(Number.MAX_SAFE_INTEGER).meta({ description: 'Everything after this position is delivered again, in order' }) }).meta({ id: 'WebhookRewinding' });
