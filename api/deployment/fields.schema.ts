/** What several routes of deployments are asked with. */
import { z } from 'zod';

export const siteKey = z.string().regex(/^S\d{3}$/);
export const byDeploymentId = z.object({ id: z.string().regex(/^AFF-\d{4}-\d{6,}$/) });
export const bySite = byDeploymentId.extend({ site: siteKey });
export const reason = z.string().trim().min(1).max(500);
