/** The pages of the development identity provider: choosing who to be, and what went wrong. */
import { createHash } from 'node:crypto';
import { profiles } from '../../domain/people/profiles.ts';
import { developmentUsers } from './users.ts';

export type Language = 'fr' | 'en';

const texts = {
  fr: {
    title: 'Se connecter à Jalon',
    warning: 'Réservé au développement : aucun mot de passe n’est demandé, quiconque atteint cette page devient qui il veut.',
    choose: 'Choisissez un utilisateur',
    signOut: 'Se déconnecter de Jalon',
    leave: 'Se déconnecter',
    failed: 'La connexion n’a pas abouti',
    again: 'Revenez à l’application et recommencez.',
  },
  en: {
    title: 'Sign in to Jalon',
    warning: 'For development only: no password is asked, whoever reaches this page becomes whom he likes.',
    choose: 'Choose a user',
    signOut: 'Sign out of Jalon',
    leave: 'Sign out',
    failed: 'The sign-in did not succeed',
    again: 'Go back to the application and start again.',
  },
} as const;

const style = `
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1a2233; background: #fff }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem }
.warning { border-left: .3rem solid #b45309; background: #fef3c7; padding: .6rem 1rem }
form { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: .5rem }
button { font: inherit; text-align: left; padding: .5rem .75rem; border: 1px solid #64748b; border-radius: .4rem; background: #f8fafc; color: inherit; cursor: pointer }
button:hover, button:focus-visible { background: #e2e8f0; outline: 2px solid #1d4ed8 }
small { display: block; color: #475569 }`;

/**
 * The pages' Content-Security-Policy: no script, our style only. Chromium applies `form-action` to the redirects that
 * follow the form too, hence the loopback addresses of the applications.
 */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self' http://127.0.0.1:* http://localhost:*",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** One button per user; it posts `user` to `action`. */
export function signInPage(action: string, language: Language): string {
  const t = texts[language];
  const buttons = developmentUsers.map(({ user, name }) =>
    `<button name="user" value="${user}">${escapeHtml(profiles[user].label[language])}<small>${user} · ${escapeHtml(name)}</small></button>`);
  return page(language, t.title, `<h2>${t.choose}</h2>\n<form method="post" action="${escapeHtml(action)}">\n${buttons.join('\n')}\n</form>`);
}

/** `form` is the provider's own, hidden one; the button sends it. */
export function signOutPage(form: string, language: Language): string {
  const t = texts[language];
  return page(language, t.signOut, `${form}\n<button autofocus type="submit" form="op.logoutForm" name="logout" value="yes">${t.leave}</button>`);
}

/** `reason` is the provider's own description: it names protocol faults, never secrets. */
export function failurePage(reason: string, language: Language): string {
  const t = texts[language];
  return page(language, t.failed, `<p>${t.again}</p>\n<p><code>${escapeHtml(reason)}</code></p>`);
}

function page(language: Language, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head>
<body><main>
<h1>${title}</h1>
<p class="warning">${texts[language].warning}</p>
${body}
</main></body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
