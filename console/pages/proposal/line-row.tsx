/** One line as it is edited: what becomes of it, of what, how many, at what discount. */
import { ActionIcon, Badge, NativeSelect, NumberInput, Table, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Catalogue } from '../../sales/queries.ts';
import { inLanguage } from '../../texts/texts.ts';
import { formatCents, formatNumber } from '../../time/time.ts';
import type { EditedLine } from './edits.ts';
import { actionTones } from './tones.ts';

const ofHeld = ['keep', 'change', 'remove'] as const;

export interface LineRowProps {
  readonly edited: EditedLine;
  readonly products: Catalogue['ranges'][number]['products'];
  readonly mayEdit: boolean;
  readonly limitBasisPoints: number | undefined;
  /** `null`: away with it. */
  readonly change: (part: Partial<EditedLine> | null) => void;
}

export function LineRow({ edited, products, mayEdit, limitBasisPoints = 0, change }: LineRowProps): ReactNode {
  const { t } = useTranslation('proposal');
  const { line, action, product, site, quantity, discountBasisPoints } = edited;
  const isPriced = action === 'add' || action === 'change';
  const name = line?.label ?? labelOf(products, product);
  const isSame = line?.action === action && line.product === product && line.quantity === quantity && line.discountBasisPoints === discountBasisPoints;
  return (
    <Table.Tr>
      <Table.Td>
        {action === 'add' || !mayEdit ? <Badge size="sm" variant="light" color={actionTones[action]}>{t(`action.${action}`)}</Badge>
          : <NativeSelect size="xs" aria-label={t('becomes-of', { name })} value={action} data={ofHeld.map((value) => ({ value, label: t(`do.${value}`) }))} onChange={({ currentTarget }) => { change(chosen(currentTarget.value as EditedLine['action'], edited, products)); }} />}
        {action === 'add' && mayEdit && <ActionIcon size="sm" ml={4} aria-label={t('take-out', { name })} onClick={() => { change(null); }}><IconTrash size={14} /></ActionIcon>}
      </Table.Td>
      <Table.Td>
        {isPriced && mayEdit ? <NativeSelect size="xs" aria-label={t('product-of', { name })} value={product} data={products.map((one) => ({ value: one.code, label: inLanguage(one.label) }))} onChange={({ currentTarget }) => { change({ product: currentTarget.value }); }} /> : <Text size="sm">{name}</Text>}
        {line?.rds != null && <Text size="xs" c="dimmed">{line.rds}{` · ${t('held', { amount: formatCents(line.heldMonthlyCents) })}`}</Text>}
      </Table.Td>
      <Table.Td>{action === 'add' && mayEdit ? <TextInput size="xs" aria-label={t('site-of', { name })} maxLength={120} value={site} onChange={({ currentTarget }) => { change({ site: currentTarget.value }); }} /> : <Text size="sm">{site}</Text>}</Table.Td>
      <Table.Td>{isPriced && (mayEdit ? <NumberInput size="xs" aria-label={t('quantity-of', { name })} min={1} max={1000} value={quantity} onChange={(next) => { change({ quantity: Number(next) || 1 }); }} /> : quantity)}</Table.Td>
      <Table.Td>{isPriced && (mayEdit
        ? <NumberInput size="xs" aria-label={t('discount-of', { name })} min={0} max={100} decimalScale={2} suffix=" %" value={discountBasisPoints / 100} error={discountBasisPoints > limitBasisPoints} onChange={(next) => { change({ discountBasisPoints: Math.round(Number(next) * 100) }); }} />
        : `${formatNumber(discountBasisPoints / 100)} %`)}</Table.Td>
      <Table.Td ta="right">
        {line && isSame ? <>{t('per-month', { amount: formatCents(line.amounts.monthlyCents) })}{line.amounts.oneOffCents !== 0 && <Text size="xs" c="dimmed">{t('once', { amount: formatCents(line.amounts.oneOffCents) })}</Text>}</> : <Text size="xs" c="dimmed">{t('at-saving')}</Text>}
      </Table.Td>
    </Table.Tr>
  );
}

function labelOf(products: LineRowProps['products'], code: string): string {
  const found = products.find((one) => one.code === code);
  return found ? inLanguage(found.label) : code;
}

/** A change begins with a product that the catalogue has. */
function chosen(action: EditedLine['action'], { product }: EditedLine, products: LineRowProps['products']): Partial<EditedLine> {
  return { action, ...(action === 'change' && products.every(({ code }) => code !== product) ? { product: products[0]?.code ?? product } : {}) };
}
