/** The mails of an appointment (S-09): invitation, confirmation, cancellation, each to the customer as the plan stood when it was decided; and what its seller's own calendar is told. */
import { ApplicationFailure } from '@temporalio/common';
import type { AppointmentCall, AppointmentForm, AppointmentPlan } from '../../domain/appointment/appointment.ts';
import { appointmentLink } from '../../domain/appointment/link.ts';
import type { AppointmentDetails } from '../../db/appointment/details.ts';
import type { MailPort } from '../../ports/mail.ts';
import { fromRecord } from '../launch-file.ts';
import type { CustomerLink } from '../notices/customer-link.ts';
import { appointmentCalendar, appointmentText, sellerText, type Telling } from './texts.ts';

export interface AppointmentMail {
  readonly id: string;
  readonly customerId: string;
  readonly form: AppointmentForm;
  readonly seller: string;
  readonly what: AppointmentCall;
  readonly sequence: number;
  readonly plan: AppointmentPlan;
  readonly decidedAtMs: number;
  /** Another mail confirms it before it begins. */
  readonly isConfirmedLater: boolean;
}

/** On the queue of mail. May be repeated: it then sends the same under the same key. */
export interface AppointmentActivities {
  tellOfAppointment(mail: AppointmentMail): Promise<void>;
}

export interface AppointmentParts {
  readonly mail: MailPort;
  readonly operator: { readonly name: string; readonly email: string };
  readonly customerLink: CustomerLink;
  readonly readDetails: (id: string, version: number) => Promise<AppointmentDetails | undefined>;
  readonly readSeller: (subject: string) => Promise<{ readonly name: string; readonly email: string | null } | null>;
  readonly readTimeZone: () => Promise<string>;
}

/** Failures are those of the ports; `record-away` while PostgreSQL is, `outside.rejected` where there is nobody to write to. */
export function appointmentActivities({ mail, operator, customerLink, readDetails, readSeller, readTimeZone }: AppointmentParts): AppointmentActivities {
  return {
    async tellOfAppointment(asked) {
      const { id, customerId, what, sequence, plan } = asked;
      const [details, seller, timeZone] = await fromRecord(`whom ${id} is with`, () => Promise.all([readDetails(id, plan.details), readSeller(asked.seller), readTimeZone()]));
      if (!details) throw ApplicationFailure.nonRetryable(`${id}: nobody is known to be invited`, 'outside.rejected');
      // Good until some time after it: whoever reads his mail late is not told that the link has expired.
      const link = what === 'cancellation' ? null : await fromRecord('the validity of links', () => customerLink(appointmentLink(id, sequence), customerId, plan.startsAtMs));
      const telling = { ...asked, details, seller: seller?.name ?? null, operator, timeZone, link };
      // First, for what is repeated then reaches one of ours twice, and not the customer.
      if (seller?.email != null && what !== 'confirmation') await tellSeller({ name: seller.name, email: seller.email }, telling);
      await mail.send({
        messageKey: `${id}.${what}.${sequence}`, to: [details.invitee.email], ...appointmentText(telling), attachments: [], toCustomer: { kind: `appointment-${what}`, journeyId: id, customerId }, ...(what === 'confirmation' ? {} : { invitation: appointmentCalendar(telling, { ...details.invitee, isAsked: true }) }),
      });
    },
  };

  async function tellSeller(seller: { readonly name: string; readonly email: string }, telling: Telling): Promise<void> {
    try {
      await mail.send({
        messageKey: `${telling.id}.seller-${telling.what}.${telling.sequence}`, to: [seller.email], ...sellerText(telling), attachments: [], invitation: appointmentCalendar(telling, { ...seller, isAsked: false }),
      });
    } catch (error) {
      // An address that takes no mail keeps no customer from his invitation: the appointment stands in the seller's agenda here.
      if (!(error instanceof ApplicationFailure && error.type === 'outside.rejected')) throw error;
    }
  }
}
