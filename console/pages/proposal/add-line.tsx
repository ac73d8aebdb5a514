/** A product of the catalogue more: its range, which one, where. */
import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Catalogue } from '../../sales/queries.ts';
import { inLanguage } from '../../texts/texts.ts';
import { formatCents } from '../../time/time.ts';
import type { EditedLine } from './edits.ts';

let made = 0;

export function AddLine({ catalogue, sites, add }: { readonly catalogue: Catalogue; readonly sites: readonly string[]; readonly add: (line: EditedLine) => void }): ReactNode {
  const { t } = useTranslation('proposal');
  const listId = useId();
  const [product, setProduct] = useState(catalogue.ranges[0]?.products[0]?.code ?? '');
  const [site, setSite] = useState('');
  const range = catalogue.ranges.find(({ products }) => products.some(({ code }) => code === product))?.range;
  return (
    <Group align="end" mt="md" role="group" aria-label={t('add')}>
      <NativeSelect label={t('add.product')} w={300} value={product} onChange={({ currentTarget }) => { setProduct(currentTarget.value); }}
        data={catalogue.ranges.map(({ label, products }) => ({ group: inLanguage(label), items: products.map((one) => ({ value: one.code, label: t('add.priced', { name: inLanguage(one.label), amount: formatCents(one.recurringCents) }) })) }))} />
      <TextInput label={t('add.site')} w={180} maxLength={120} list={listId} value={site} onChange={({ currentTarget }) => { setSite(currentTarget.value); }} />
      <datalist id={listId}>{sites.map((one) => <option key={one} value={one}>{one}</option>)}</datalist>
      <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} disabled={range === undefined} onClick={() => { if (range) add({ key: `new-${made += 1}`, line: undefined, range, action: 'add', product, site, quantity: 1, discountBasisPoints: 0 }); }}>{t('add')}</Button>
    </Group>
  );
}
