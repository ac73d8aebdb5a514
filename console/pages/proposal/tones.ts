/** How what becomes of a line, and where a proposal stands, are coloured; their word stands beside. */
export const actionTones = { keep: 'gray', change: 'indigo', remove: 'orange', add: 'teal' } as const;
export const statusTones = { 'draft': 'gray', 'presented': 'indigo', 'ordered': 'teal', 'handed-over': 'orange' } as const;
