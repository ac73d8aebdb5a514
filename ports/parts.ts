/** What outside systems may say so that a journey can keep it: an event that PostgreSQL or the engine cannot take would hold its journey up for ever. */
import { z } from 'zod';

/** NUL and halves of a surrogate pair: jsonb refuses both. */
const unstorable = /\0|\p{Surrogate}/u;

/** A text of an outside system, never empty. Bounded, so that a journey's record never outgrows the engine's payload limit. */
export const outsideText = (max: number) => z.string().min(1).max(max).refine((text) => !unstorable.test(text), 'no NUL, no half of a surrogate pair');

export { dateOfOurTime as outsideDate } from '../domain/calendar/date.schema.ts';

/** An instant of our time, RFC 3339 in UTC. */
export const outsideInstant = z.iso.datetime().refine((instant) => instant >= '2000' && instant < '2200', 'an instant from 2000 to 2199');

/** Our key of one service in every system that serves it: `<deployment>.<site>`, or its RDS where it is older than our record. */
export const serviceReference = z.string().regex(/^(AFF-\d{4}-\d{6,}\.S\d{3}|RDS-\d{6,12})$/);
/** Our key of one termination. */
export const terminationKey = z.string().regex(/^RES-\d{4}-\d{6,}$/);
