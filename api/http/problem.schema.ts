/** The shape of every refusal, for the OpenAPI document and the generated clients. */
import { z } from 'zod';
import { faultTexts, type FaultCode } from '../../domain/clock/faults.ts';
import { errorCodes, type ErrorCode } from '../../domain/errors/codes.ts';
import { fieldCodes, type FieldCode } from './fields.ts';

const codes = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]];
type CodeOfField = FieldCode | FaultCode | ErrorCode;
const codesOfFields = [...Object.keys(fieldCodes), ...Object.keys(faultTexts), ...codes] as [CodeOfField, ...CodeOfField[]];

export const problemSchema = z.object({
  type: z.string().meta({ description: 'Stable reference, `/problems/<code>`' }),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  code: z.enum(codes),
  parameters: z.record(z.string(), z.union([z.string(), z.number()])).optional().meta({ description: 'What `detail` quotes, for programs' }),
  errors: z.array(z.object({
    in: z.enum(['body', 'query', 'path', 'header']),
    pointer: z.string().meta({ description: 'JSON pointer (RFC 6901) within that part of the request' }),
    code: z.enum(codesOfFields),
    message: z.string(),
  })).optional(),
  traceId: z.string(),
}).meta({ id: 'Problem' });
