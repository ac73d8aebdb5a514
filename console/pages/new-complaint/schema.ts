/** The form of a complaint (S-08), with the closed lists as they hold now and the customer's own orders. */
import type { ComplaintChoices } from '../../complaints/queries.ts';
import type { JsonSchema } from '../../form/schema.ts';

export function complaintSchema({ subjects, orders, comment }: ComplaintChoices): JsonSchema {
  return {
    type: 'object', required: ['orderNumber', 'edition', 'subject', 'comment', 'contact'],
    properties: {
      orderNumber: { type: 'string', enum: orders.map(({ orderNumber }) => orderNumber), labels: Object.fromEntries(orders.map(({ orderNumber, year }) => [orderNumber, { fr: `${orderNumber} (${year})`, en: `${orderNumber} (${year})` }])) },
      edition: { type: 'integer', minimum: 2000, maximum: 2100 },
      subject: { type: 'string', enum: subjects.map(({ key }) => key), labels: Object.fromEntries(subjects.map(({ key, label }) => [key, label])) },
      channel: { type: 'string', enum: ['visit', 'phone', 'mail', 'letter', 'shop', 'chat'] },
      comment: { type: 'string', minLength: comment.minLength, maxLength: comment.maxLength },
      contact: { type: 'object', required: ['name', 'email'], properties: { name: { type: 'string', maxLength: 200 }, email: { type: 'string', maxLength: 254 } } },
    },
  };
}
