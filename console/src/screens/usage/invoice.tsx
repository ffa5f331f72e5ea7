import { Button, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { InvoicePreview } from '../../api/types.ts';
import { integer, month as monthOf, nanoToWon, perMillion, wonIn } from '../../format/format.ts';
import { csv, download } from '../../parts/csv.ts';
import { Icon } from '../../parts/icon.tsx';
import { Card, Empty } from '../../parts/page.tsx';
import { Loaded } from '../../parts/state.tsx';
import { Time } from '../../parts/values.tsx';
import { useSigned } from '../../session/context.tsx';
import { invoiceQuery } from './queries.ts';
import { usageRoute } from './route.tsx';
import classes from './usage.module.css';

/** What a month would be invoiced with: supply, VAT, total. */
export function Invoice() {
  const search = usageRoute.useSearch();
  const navigate = usageRoute.useNavigate();
  const month = search.month ?? monthOf(new Date());
  return (
    <MonthlyInvoice
      month={month}
      onMonth={(chosen) => void navigate({ search: { ...search, month: chosen }, replace: true })}
      query={invoiceQuery(useSigned(), month)}
      none={<Trans>요청을 보내면 모델과 종류별로 금액이 나타납니다.</Trans>}
    />
  );
}

/**
 * The invoice of one of the months.
 *
 * @param onMonth takes the month that was chosen; undefined for the running one
 * @param none what is said where there is nothing to pay
 */
export function MonthlyInvoice({
  month,
  onMonth,
  query,
  none,
}: {
  month: string;
  onMonth: (month: string | undefined) => void;
  query: ReturnType<typeof invoiceQuery>;
  none: ReactNode;
}) {
  const { t } = useLingui();
  const running = monthOf(new Date());
  const invoice = useQuery(query);
  return (
    <>
      <div className={classes.bar}>
        <TextInput type="month" aria-label={t`청구 월`} value={month} max={running} onChange={(event) => onMonth(event.currentTarget.value || undefined)} />
        {invoice.data ? <SaveButton invoice={invoice.data} /> : null}
      </div>
      <Loaded of={invoice}>{(data) => <Preview invoice={data} none={none} />}</Loaded>
    </>
  );
}

function Preview({ invoice, none }: { invoice: InvoicePreview; none: ReactNode }) {
  const { t, i18n } = useLingui();
  const kinds = useKinds();
  if (invoice.lines.length === 0) {
    return (
      <Empty title={t`이 달에 청구할 금액이 없습니다`}>{none}</Empty>
    );
  }
  return (
    <Card
      title={t`${invoice.month} 청구 예정`}
      actions={
        <small>
          <Trans>
            <Time at={invoice.as_of} /> 기준 · 확정된 청구서가 아닙니다
          </Trans>
        </small>
      }
    >
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={t`청구 예정 내역`}>
        <table className={classes.invoice}>
          <thead>
            <tr>
              <th scope="col">{t`모델`}</th>
              <th scope="col">{t`항목`}</th>
              <th scope="col" className={classes.number}>{t`수량 (토큰)`}</th>
              <th scope="col" className={classes.number}>{t`100만 토큰당`}</th>
              <th scope="col" className={classes.number}>{t`금액`}</th>
            </tr>
          </thead>
          <tbody>
            {invoice.lines.map((line, index) => (
              <tr key={index}>
                <td>{line.model}</td>
                <td>{kinds[line.kind]}</td>
                <td className={classes.number}>{integer(line.quantity)}</td>
                <td className={classes.number}>
                  {line.unit_nano_won === null ? '-' : wonIn(i18n.locale, perMillion(nanoToWon(line.unit_nano_won)))}
                </td>
                <td className={classes.number} title={`${line.exact_won} KRW`}>
                  {wonIn(i18n.locale, line.won)}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <Total name={t`공급가액`} won={invoice.supply_won} />
            <Total name={t`부가세 (10%)`} won={invoice.vat_won} />
            <Total name={t`합계`} won={invoice.total_won} />
          </tfoot>
        </table>
      </div>
    </Card>
  );
}

function Total({ name, won }: { name: string; won: number }) {
  const { i18n } = useLingui();
  return (
    <tr>
      <th scope="row" colSpan={4}>
        {name}
      </th>
      <td className={classes.number}>{wonIn(i18n.locale, won)}</td>
    </tr>
  );
}

function SaveButton({ invoice }: { invoice: InvoicePreview }) {
  const { t } = useLingui();
  const kinds = useKinds();
  const save = (): void =>
    download(
      `${t`청구 예정`}-${invoice.month}.csv`,
      csv([
        [t`모델`, t`항목`, t`수량 (토큰)`, t`정확한 금액 (원)`, t`금액 (원)`],
        ...invoice.lines.map((line) => [line.model, kinds[line.kind], line.quantity, line.exact_won, line.won]),
        [t`공급가액`, '', '', '', invoice.supply_won],
        [t`부가세`, '', '', '', invoice.vat_won],
        [t`합계`, '', '', '', invoice.total_won],
      ]),
    );
  return (
    <Button variant="default" leftSection={<Icon name="download" size={18} />} onClick={save}>
      <Trans>CSV 내려받기</Trans>
    </Button>
  );
}

function useKinds(): Record<InvoicePreview['lines'][number]['kind'], string> {
  const { t } = useLingui();
  return { input: t`입력`, cached_input: t`캐시된 입력`, output: t`출력`, difference: t`반올림 차이` };
}
