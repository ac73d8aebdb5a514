/** A date as it comes in. */
import { z } from 'zod';

/** A date of our time: `0000-01-01` and `9999-12-31` stand for «unknown» in other systems, and no wait can be computed from them. */
export const dateOfOurTime = z.iso.date({ abort: true }).refine((date) => date >= '2000' && date < '2200', 'a date from 2000 to 2199');
