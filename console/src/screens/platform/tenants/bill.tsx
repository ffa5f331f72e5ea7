import { Text } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { month as monthOf } from '../../../format/format.ts';
import { isOver } from '../../../platform/queries.ts';
import type { Tenant } from '../../../platform/types.ts';
import { useSigned } from '../../../session/context.tsx';
import { MonthlyInvoice } from '../../usage/invoice.tsx';
import { invoiceQuery } from '../../usage/queries.ts';
import { tenantRoute } from './route.tsx';

/** What a tenant is to pay, or was: also of one whose own people cannot look any more. */
export function Bill({ tenant }: { tenant: Tenant }) {
  const signed = useSigned();
  const search = tenantRoute.useSearch();
  const navigate = tenantRoute.useNavigate();
  const month = search.month ?? monthOf(new Date());
  return (
    <>
      {isOver(tenant) ? (
        <Text size="sm" mb="md">
          <Trans>폐쇄된 테넌트의 사용량은 법정 보존 기간 동안 남아 있습니다. 월을 골라 지난 청구 금액을 확인하실 수 있습니다.</Trans>
        </Text>
      ) : null}
      <MonthlyInvoice
        month={month}
        onMonth={(chosen) => void navigate({ search: { tab: 'bill', month: chosen }, replace: true })}
        query={invoiceQuery(signed, month, `/platform/v1/tenants/${encodeURIComponent(tenant.id)}`)}
        none={<Trans>이 테넌트는 이 달에 과금되는 요청을 보내지 않았습니다.</Trans>}
      />
    </>
  );
}
