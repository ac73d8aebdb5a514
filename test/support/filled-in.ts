/** Settings as somebody could have written them where an installation leaves them open. */

/** A value that somebody could have written into .env. */
export function filledIn(name: string): string {
  if (name === 'JALON_SMTP_URL') return 'smtps://jalon:password@mail.example.fr:465';
  if (name === 'JALON_LOG_LEVEL') return 'warn';
  if (name === 'JALON_PAYLOAD_KEYS') return `2026-11:${Buffer.alloc(32).toString('base64')}`;
  if (name === 'JALON_TRUSTED_PROXIES') return '172.18.0.1, 10.0.0.0/8';
  if (/MAIL/.test(name)) return 'contact@example.fr';
  return /_(?:URL|ISSUER)$/.test(name) ? 'https://system.example.fr' : 'abcdefghijklmnopqrstuvwxyz0123456789';
}
