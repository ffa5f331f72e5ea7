import { Button, NumberInput, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { integer } from '../../../format/format.ts';
import { useLimitColumns } from '../../../organization/limit-columns.tsx';
import { FormDialog } from '../../../parts/dialog.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { Empty } from '../../../parts/page.tsx';
import { Loaded } from '../../../parts/state.tsx';
import { DataTable } from '../../../parts/table.tsx';
import classes from '../../../platform/platform.module.css';
import type { Limit, Tenant } from '../../../platform/types.ts';
import { useSigned } from '../../../session/context.tsx';
import { may } from '../../../session/rights.ts';
import { CEILINGS, limitsQuery, projectsQuery, setCeilings, type Ceiling } from './queries.ts';
import { tenantRoute } from './route.tsx';

/** A tenant's limits with their use, and the ceilings that the operator sets. */
export function Ceilings({ tenant }: { tenant: Tenant }) {
  const { t } = useLingui();
  const signed = useSigned();
  const limits = useQuery(limitsQuery(signed, tenant.id));
  const projects = useQuery(projectsQuery(signed, tenant.id));
  const search = tenantRoute.useSearch();
  const navigate = tenantRoute.useNavigate();
  const [open, setOpen] = useState(false);
  const columns = useLimitColumns(({ id }) => projects.data?.rows.find((project) => project.id === id)?.name);
  const button = may(signed.session, 'platform.tenants:write') ? (
    <Button size="sm" variant="default" leftSection={<Icon name="edit" size={18} />} onClick={() => setOpen(true)}>
      <Trans>상한 변경</Trans>
    </Button>
  ) : null;
  return (
    <>
      <Loaded of={limits}>
        {(rows) => (
          <DataTable
            label={t`${tenant.name} 한도`}
            rows={rows}
            columns={columns}
            rowKey={(limit) => [limit.level, limit.id, limit.model, limit.kind].join()}
            view={search}
            onView={(view) => void navigate({ search: { tab: 'limits', ...view }, replace: true })}
            filters={rows.length === 0 ? null : button}
            empty={
              <Empty title={t`설정된 한도가 없습니다`} action={button}>
                <Trans>상한을 정하시면 테넌트가 그보다 높은 한도를 정할 수 없습니다.</Trans>
              </Empty>
            }
          />
        )}
      </Loaded>
      {open ? <CeilingsDialog tenant={tenant} limits={limits.data ?? []} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function CeilingsDialog({ tenant, limits, onClose }: { tenant: Tenant; limits: Limit[]; onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const [wanted, setWanted] = useState<Partial<Record<Ceiling, number>>>({});
  const names: Record<Ceiling, string> = {
    max_requests_per_1_minute: t`분당 요청`,
    max_tokens_per_1_minute: t`분당 토큰`,
    max_requests_per_1_day: t`일일 요청`,
    max_tokens_per_1_day: t`일일 토큰`,
    max_concurrent_requests: t`동시 요청`,
    max_won_per_1_month: t`월 지출 (원)`,
  };
  const present = (ceiling: Ceiling): string => {
    const limit = limits.find(({ level, model, kind, set_by }) => level === 'organization' && model === '*' && kind === CEILINGS[ceiling] && set_by !== 'tenant');
    return limit ? t`지금 ${integer(limit.limit)}` : t`지금 없음`;
  };
  return (
    <FormDialog
      title={t`상한 변경`}
      action={t`저장`}
      size="lg"
      ready={Object.keys(wanted).length > 0}
      onSubmit={async () => {
        await setCeilings(signed, tenant.id, wanted);
        await client.invalidateQueries({ queryKey: limitsQuery(signed, tenant.id).queryKey });
      }}
      onClose={onClose}
    >
      <Text size="sm">
        <Trans>입력하신 항목만 바뀝니다. 테넌트는 상한보다 높은 한도를 정할 수 없습니다.</Trans>
      </Text>
      <div className={classes.fields}>
        {(Object.keys(CEILINGS) as Ceiling[]).map((ceiling) => (
          <NumberInput
            key={ceiling}
            label={names[ceiling]}
            description={present(ceiling)}
            min={0}
            max={ceiling === 'max_won_per_1_month' ? 9_000_000_000 : Number.MAX_SAFE_INTEGER}
            allowDecimal={false}
            allowNegative={false}
            thousandSeparator=","
            value={wanted[ceiling] ?? ''}
            onChange={(value) => {
              const others = Object.fromEntries(Object.entries(wanted).filter(([name]) => name !== ceiling));
              setWanted(value === '' ? others : { ...others, [ceiling]: Number(value) });
            }}
          />
        ))}
      </div>
    </FormDialog>
  );
}
