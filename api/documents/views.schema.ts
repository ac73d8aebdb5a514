/** What the API takes and shows of documents (D-04). */
import { z } from 'zod';
import { issuedKinds, type IssuedKind } from '../../domain/documents/issued.ts';
import { documentKindNames, type DocumentKind } from '../../domain/documents/kinds.ts';
import { uploadedFile } from '../http/multipart.ts';
import { actorName } from '../people/views.schema.ts';

const kind = z.enum(documentKindNames as [DocumentKind, ...DocumentKind[]]);
/** What we are given, and what we send (D-16, D-17). */
const anyKind = z.enum([...documentKindNames, ...Object.keys(issuedKinds)] as [DocumentKind | IssuedKind, ...(DocumentKind | IssuedKind)[]]);
const label = z.object({ fr: z.string(), en: z.string() });
const instant = z.iso.datetime();

export const newDocument = z.strictObject({
  kind,
  file: uploadedFile.describe('PDF, JPEG, PNG or XLSX, told from the content; the size limit is a setting, 20 MiB by default'),
});

export const documentRejection = z.strictObject({ reason: z.string().trim().min(1).max(500).meta({ description: 'What is wrong with it; sales read it in the task that asks for another' }) });

export const documentContentQuery = z.strictObject({
  disposition: z.enum(['attachment', 'inline']).default('attachment').meta({ description: 'inline: to be shown in place; a spreadsheet is downloaded all the same' }),
});

export const documentView = z.object({
  id: z.uuid(),
  deploymentId: z.string(),
  site: z.string().nullable().meta({ description: 'null for the whole deployment' }),
  kind: anyKind,
  label,
  mediaType: z.string(),
  sizeBytes: z.int(),
  sha256: z.string(),
  status: z.enum(['added', 'accepted', 'rejected', 'issued']).meta({ description: 'issued: written by us and sent to the customer, kept as it was sent' }),
  fileName: z.string().nullable().meta({ description: 'As its sender called it; null once it was erased' }),
  addedBy: z.string().nullable().meta({ description: 'null for a customer: who works on his deployment is the house’s business' }),
  addedByName: actorName,
  addedAt: instant,
  acceptedBy: z.string().nullable(),
  acceptedAt: instant.nullable(),
  rejectedBy: z.string().nullable(),
  rejectedAt: instant.nullable(),
  rejectionReason: z.string().nullable().meta({ description: 'Why the coordinator refused it; null for a customer' }),
}).meta({ id: 'Document' });

export const documentList = z.object({
  items: z.array(documentView),
  required: z.array(z.object({ kind, label, status: z.enum(['missing', 'added', 'accepted', 'rejected']), reason: z.string().nullable() }))
    .meta({ description: 'Each mandatory kind of this order, with the best that is held of it, and why the last one was refused' }),
  missing: z.array(kind).meta({ description: 'The mandatory kinds without an accepted document' }),
}).meta({ id: 'DocumentList' });
