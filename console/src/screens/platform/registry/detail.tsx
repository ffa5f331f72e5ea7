import { Badge, Stack } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { integer } from '../../../format/format.ts';
import { Card, Empty, Facts, Mono, PageHead } from '../../../parts/page.tsx';
import { Loaded } from '../../../parts/state.tsx';
import { DataTable, type Column } from '../../../parts/table.tsx';
import { Time } from '../../../parts/values.tsx';
import type { Explanation, ModelVersion } from '../../../platform/types.ts';
import { useExplained } from '../../../platform/states.tsx';
import { useSigned } from '../../../session/context.tsx';
import { capabilityNames } from '../../models/words.ts';
import { familyQuery, versionsQuery } from './queries.ts';
import { familyRoute } from './route.tsx';

const MIB = 1024 ** 2;

/** A model's versions: what their weights are, and what they can. */
export function FamilyPage() {
  const { t } = useLingui();
  const signed = useSigned();
  const { id } = familyRoute.useParams();
  const family = useQuery(familyQuery(signed, id));
  return (
    <>
      <PageHead title={family.data?.name ?? id} />
      <Loaded of={family}>
        {(data) => (
          <Stack>
            <Card>
              <Facts
                rows={[
                  [t`게시자`, data.publisher],
                  [t`라이선스`, data.licence],
                  [t`번호`, <Mono key="id">{data.id}</Mono>],
                  [t`등록`, <Time key="created" at={data.createdAt} />],
                ]}
              />
            </Card>
            <Versions name={data.name} />
          </Stack>
        )}
      </Loaded>
    </>
  );
}

function Versions({ name }: { name: string }) {
  const { t } = useLingui();
  const signed = useSigned();
  const { id } = familyRoute.useParams();
  const search = familyRoute.useSearch();
  const navigate = familyRoute.useNavigate();
  const versions = useQuery(versionsQuery(signed, id));
  const explained = useExplained();
  const states: Record<ModelVersion['state'], [string, string]> = {
    importing: [t`가져오는 중`, 'yellow'],
    available: [t`사용 가능`, 'green'],
    failed: [t`실패`, 'red'],
  };
  const kinds: Record<ModelVersion['kind'], string> = { stored: t`보관 중인 가중치`, declared: t`외부 엔진` };
  const abilities = ({ capabilities }: ModelVersion): string => capabilities.map((capability) => t(capabilityNames[capability])).join(', ');
  const columns: Column<ModelVersion>[] = [
    { id: 'version', head: t`버전`, value: ({ version }) => version, cell: ({ version, id: own }) => <strong title={own}>{version}</strong> },
    {
      id: 'state',
      head: t`상태`,
      value: ({ state }) => states[state][0],
      cell: ({ state, failure }) => (
        <>
          <Badge variant="light" color={states[state][1]}>
            {states[state][0]}
          </Badge>
          {failure === null ? null : <p>{explained(failure as unknown as Explanation)}</p>}
        </>
      ),
    },
    { id: 'kind', head: t`종류`, value: ({ kind, format }) => `${kinds[kind]} ${format ?? ''}`, cell: ({ kind, format }) => (format === null ? kinds[kind] : `${kinds[kind]} (${format})`) },
    { id: 'size', head: t`크기`, value: ({ sizeBytes }) => sizeBytes, cell: ({ sizeBytes }) => (sizeBytes === 0 ? '-' : `${integer(Math.ceil(sizeBytes / MIB))} MiB`), isNumber: true },
    { id: 'context', head: t`문맥`, value: ({ contextTokens }) => contextTokens, cell: ({ contextTokens }) => (contextTokens === 0 ? t`알 수 없음` : integer(contextTokens)), isNumber: true },
    { id: 'abilities', head: t`기능`, value: abilities, cell: abilities },
    {
      id: 'digest',
      head: t`가중치 SHA-256`,
      value: ({ digest }) => digest ?? '',
      cell: ({ digest }) => (digest === null ? t`알 수 없음` : <span title={digest}><Mono>{digest.slice(0, 12)}…</Mono></span>),
    },
    { id: 'created', head: t`등록`, value: ({ createdAt }) => createdAt, cell: ({ createdAt }) => <Time at={createdAt} /> },
  ];
  return (
    <Loaded of={versions}>
      {({ rows }) => (
        <DataTable
          label={t`${name} 버전`}
          rows={rows}
          columns={columns}
          rowKey={(version) => version.id}
          view={search}
          onView={(view) => void navigate({ search: view, replace: true })}
          empty={
            <Empty title={t`등록한 버전이 없습니다`}>
              <Trans>모델 게시자가 가중치 파일을 가져오거나 외부 엔진의 모델을 선언하면 나타납니다.</Trans>
            </Empty>
          }
        />
      )}
    </Loaded>
  );
}
