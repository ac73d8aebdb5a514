/** An address that a mail server takes: what stands before the @ has 64 characters at most, a part of the domain 63, and neither ends with a sign (RFC 5321). */
import { z } from 'zod';

export const mailAddress = z.email({ pattern: /^(?=[^@]{1,64}@)(?:[A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/ });
