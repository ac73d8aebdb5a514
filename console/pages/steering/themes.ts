/** Which indicators are looked at together; each stands in one theme (a test asks for it). */
export const themes = {
  tickets: ['tickets-opened', 'tickets-closed', 'backlog', 'tickets-overdue', 'tickets-opened-by-channel', 'tickets-opened-by-category', 'tickets-opened-by-type', 'tickets-closed-by-channel', 'tickets-closed-by-category', 'tickets-closed-by-type', 'tickets-merged'],
  quality: ['resolution-held', 'taking-charge-held', 'first-contact-resolution', 'satisfaction', 'resolution-time', 'taking-charge-time', 'handling-time', 'backlog-age', 'transfers', 'reopenings', 'satisfaction-answered'],
  deployments: ['deployments-launched', 'deployments-completed', 'sites-in-service', 'sites-in-time', 'deployment-time', 'site-time', 'journeys-at-risk', 'jeopardies', 'step-time', 'deployments-cancelled', 'deployments-withdrawn', 'sites-abandoned'],
  terminations: ['terminations-requested', 'terminations-ended', 'win-back-rate', 'win-backs', 'services-left', 'termination-time'],
  complaints: ['complaints-opened', 'complaints-settled', 'complaints-in-time', 'complaint-time', 'gestures'],
  sales: ['orders-signed', 'orders-signed-amount', 'signature-rate', 'opportunity-win-rate', 'opportunities-won-amount', 'opportunities-opened', 'opportunities-closed', 'proposals-made', 'proposals-presented', 'orders-unsigned', 'drops', 'drops-amount'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ThemeName = keyof typeof themes;
export const themeNames = Object.keys(themes) as [ThemeName, ...ThemeName[]];
