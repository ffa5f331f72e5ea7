import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { integer } from '../../../format/format.ts';
import { Empty, Mono, PageHead } from '../../../parts/page.tsx';
import { Loaded } from '../../../parts/state.tsx';
import { DataTable, type Column } from '../../../parts/table.tsx';
import { Time } from '../../../parts/values.tsx';
import { tenantsQuery, undeliveredQuery } from '../../../platform/queries.ts';
import type { UndeliveredMail } from '../../../platform/types.ts';
import { useSigned } from '../../../session/context.tsx';
import { mailRoute } from './route.tsx';

/** Mail that was given up: to whom it was is forgotten, what it was about is not. */
export function MailPage() {
  const { t } = useLingui();
  const signed = useSigned();
  const mails = useQuery(undeliveredQuery(signed));
  const tenants = useQuery(tenantsQuery(signed));
  const search = mailRoute.useSearch();
  const navigate = mailRoute.useNavigate();
  const nameOf = (tenant: string | null): string =>
    tenant === null ? t`플랫폼` : (tenants.data?.rows.find(({ id }) => id === tenant)?.name ?? tenant);
  const why = (reason: string): string => {
    const code = /^smtp_(\d+)$/.exec(reason)?.[1];
    return code !== undefined
      ? t`받는 서버가 거부했습니다 (SMTP ${code})`
      : reason === 'expired'
        ? t`시간 안에 전달하지 못했습니다`
        : reason === 'erased'
          ? t`받는 사람의 정보가 파기되었습니다`
          : reason;
  };
  const columns: Column<UndeliveredMail>[] = [
    { id: 'ended', head: t`포기한 시각`, value: ({ ended_at }) => ended_at, cell: ({ ended_at }) => <Time at={ended_at} /> },
    {
      id: 'tenant',
      head: t({ message: '테넌트', context: 'one' }),
      value: ({ tenant }) => nameOf(tenant),
      cell: ({ tenant }) =>
        tenant === null ? (
          nameOf(tenant)
        ) : (
          <Link to="/-/tenants/$id" params={{ id: tenant }} search={{ tab: 'invites' }}>
            {nameOf(tenant)}
          </Link>
        ),
    },
    { id: 'about', head: t`용건`, value: ({ about }) => about, cell: ({ about }) => <Mono>{about}</Mono> },
    { id: 'reason', head: t`이유`, value: ({ reason }) => why(reason), cell: ({ reason }) => <span title={reason}>{why(reason)}</span> },
    { id: 'attempts', head: t`시도`, value: ({ attempts }) => attempts, cell: ({ attempts }) => integer(attempts), isNumber: true },
    { id: 'created', head: t`작성`, value: ({ created_at }) => created_at, cell: ({ created_at }) => <Time at={created_at} /> },
  ];
  return (
    <>
      <PageHead title={t`전달되지 못한 메일`}>
        <Trans>최근 30일 동안 전달을 포기한 메일입니다. 초대였다면 주소를 확인한 뒤 다시 초대해 주세요.</Trans>
      </PageHead>
      <Loaded of={mails}>
        {({ rows }) => (
          <DataTable
            label={t`전달되지 못한 메일`}
            rows={rows}
            columns={columns}
            rowKey={({ id }) => id}
            view={search}
            onView={(view) => void navigate({ search: view, replace: true })}
            empty={
              <Empty title={t`전달되지 못한 메일이 없습니다`}>
                <Trans>메일 서버를 설정하지 않은 경우에는 메일을 보내지 않으므로, 초대할 때 토큰이 화면에 표시됩니다.</Trans>
              </Empty>
            }
          />
        )}
      </Loaded>
    </>
  );
}
