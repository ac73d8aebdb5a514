/** The customer's answer by the link of his invitation (S-09): which appointment, as it was told under which sequence. */

/** What such a link is about, as its token carries it. */
export function appointmentLink(id: string, sequence: number): string {
  return `${id}.reply.${sequence}`;
}

/** Null for a link to anything else. */
export function readAppointmentLink(task: string): { readonly id: string; readonly sequence: number } | null {
  const [, id, sequence] = /^(RDV-\d{4}-\d{6,})\.reply\.(\d{1,6})$/.exec(task) ?? [];
  return id === undefined ? null : { id, sequence: Number(sequence) };
}
