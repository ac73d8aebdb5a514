/** Headers that keep a browser from doing with our answers what they are not for. */
import type { RequestHandler } from 'express';

const shared = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** For data: never a page, never cached (what one person may see is not what the next may). */
export const dataHeaders: RequestHandler = function dataHeaders(_request, response, next) {
  response.set({ ...shared, 'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox", 'cache-control': 'no-store', vary: 'Authorization, Cookie, Accept-Language' });
  next();
};

/** For a page of ours: its own files only, no inline script. */
export const pageHeaders: RequestHandler = function pageHeaders(_request, response, next) {
  response.set({
    ...shared,
    'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'cache-control': 'no-cache',
  });
  response.removeHeader('vary');
  next();
};

/** For the console: styles that its components make carry the nonce of this very answer, scripts come from files only, nothing from another host. */
export function consoleHeaders(nonce: string, isSecure: boolean): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'", "script-src 'self'", `style-src 'self' 'nonce-${nonce}'`, "img-src 'self' data: blob:", "font-src 'self'", "connect-src 'self'",
    "manifest-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'",
  ];
  return {
    ...shared, 'content-security-policy': policy.join('; '), 'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()', 'cache-control': 'no-store',
    ...(isSecure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}
