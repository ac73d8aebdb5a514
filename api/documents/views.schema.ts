/** What the API takes and shows of documents (D-04). */
import { z } from 'zod';
import { documentKindNames, type DocumentKind } from '../../domain/documents/kinds.ts';
import { uploadedFile } from '../http/multipart.ts';

const kind = z.enum(documentKindNames as [DocumentKind, ...DocumentKind[]]);
const label = z.object({ fr: z.string(), en: z.string() });
const instant = z.iso.datetime();

export const newDocument = z.strictObject({
  kind,
  file: uploadedFile.describe('PDF, JPEG, PNG or XLSX, told from the content; the size limit is a setting, 20 MiB by default'),
});

export const documentView = z.object({
  id: z.uuid(),
  deploymentId: z.string(),
  kind,
  label,
  mediaType: z.string(),
  sizeBytes: z.int(),
  sha256: z.string(),
  status: z.enum(['added', 'accepted']),
  fileName: z.string().nullable().meta({ description: 'As its sender called it; null once it was erased' }),
  addedBy: z.string().nullable().meta({ description: 'null for a customer: who works on his deployment is the house’s business' }),
  addedAt: instant,
  acceptedBy: z.string().nullable(),
  acceptedAt: instant.nullable(),
}).meta({ id: 'Document' });

export const documentList = z.object({
  items: z.array(documentView),
  required: z.array(z.object({ kind, label, status: z.enum(['missing', 'added', 'accepted']) }))
    .meta({ description: 'Each mandatory kind of this order, with the best that is held of it' }),
  missing: z.array(kind).meta({ description: 'The mandatory kinds without an accepted document' }),
}).meta({ id: 'DocumentList' });
