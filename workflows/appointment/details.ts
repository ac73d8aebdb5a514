/** What a supervisor reads of an appointment in the Temporal Web UI, in Markdown. No personal data. */
import { appointmentForms, appointmentPhases, type AppointmentOpening, type AppointmentState } from '../../domain/appointment/appointment.ts';
import { appointmentTasks } from '../../domain/appointment/tasks.ts';
import { instantText, openTaskLines, stuckCallLines } from '../journey/details.ts';

const answers = { accepted: 'accepté', declined: 'décliné' } as const;

export function appointmentSummary({ id, customerId, form }: AppointmentOpening): string {
  return `Rendez-vous ${id} · client ${customerId} · ${appointmentForms[form].label.fr}`;
}

export function appointmentDetails({ phase, opening, plan, sequence, toldSequence, confirmAtMs, answer, tasks, stuck }: AppointmentState): string {
  return [
    `**${appointmentPhases[phase].fr}**${answer === null ? '' : ` · ${answers[answer]}`}`, '',
    ...(opening ? [`- ${appointmentForms[opening.form].label.fr} de ${opening.seller.person}`, `- Du ${instantText(plan.startsAtMs)} au ${instantText(plan.endsAtMs)}`] : []),
    ...(opening?.opportunityId ? [`- Opportunité : ${opening.opportunityId}`] : []),
    `- Invitation n° ${sequence + 1}${toldSequence === sequence ? ' envoyée' : ' à envoyer'}`, ...(confirmAtMs === null || phase !== 'planned' ? [] : [`- Confirmation le ${instantText(confirmAtMs)}`]),
    ...openTaskLines(tasks, appointmentTasks), ...stuckCallLines(stuck),
  ].join('\n');
}
