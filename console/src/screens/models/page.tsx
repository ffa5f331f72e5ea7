import { Badge, Button, NativeSelect, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Model } from '../../api/types.ts';
import { integer, perMillion, wonIn } from '../../format/format.ts';
import { Icon } from '../../parts/icon.tsx';
import { Empty, PageHead } from '../../parts/page.tsx';
import { Loaded } from '../../parts/state.tsx';
import { useSigned } from '../../session/context.tsx';
import classes from './models.module.css';
import { modelsQuery } from './queries.ts';
import { modelsRoute } from './route.tsx';
import { capabilityNames, countryName } from './words.ts';

/** What can be called now, with what it costs and where it runs. */
export function ModelsPage() {
  const { t } = useLingui();
  const signed = useSigned();
  const models = useQuery(modelsQuery(signed));
  return (
    <>
      <PageHead title={t({ message: '모델', context: 'menu' })}>
        <Trans>지금 호출할 수 있는 모델입니다. 가격은 부가세를 제외한 100만 토큰당 금액입니다.</Trans>
      </PageHead>
      <Loaded of={models}>{(list) => <ModelList models={list} />}</Loaded>
    </>
  );
}

function ModelList({ models }: { models: Model[] }) {
  const { t } = useLingui();
  const search = modelsRoute.useSearch();
  const navigate = modelsRoute.useNavigate();
  const set = (changed: typeof search): void => void navigate({ search: { ...search, ...changed }, replace: true });
  const words = (search.q ?? '').normalize('NFC').toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const shown = models.filter(
    (model) =>
      words.every((word) => `${model.id} ${model.owned_by} ${model.display_name ?? ''} ${model.license ?? ''}`.normalize('NFC').toLocaleLowerCase().includes(word)) &&
      (search.can === undefined || model.capabilities?.some((capability) => capability === search.can)),
  );
  if (models.length === 0) {
    return (
      <Empty title={t`호출할 수 있는 모델이 없습니다`}>
        <Trans>조직이 허용한 지역에서 제공하는 모델이 아직 없습니다. 운영자에게 모델 배포를 요청해 주세요.</Trans>
      </Empty>
    );
  }
  return (
    <>
      <div className={classes.toolbar}>
        <TextInput
          className={classes.search ?? ''}
          type="search"
          size="sm"
          aria-label={t`모델 검색`}
          placeholder={t`이름 또는 제공자`}
          leftSection={<Icon name="search" size={18} />}
          value={search.q ?? ''}
          onChange={(event) => set({ q: event.currentTarget.value || undefined })}
        />
        <NativeSelect
          size="sm"
          aria-label={t`기능으로 거르기`}
          value={search.can ?? ''}
          onChange={(event) => set({ can: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: t`모든 기능` },
            ...Object.entries(capabilityNames).map(([value, name]) => ({ value, label: t(name) })),
          ]}
        />
      </div>
      {shown.length === 0 ? (
        <Empty
          title={t`조건에 맞는 모델이 없습니다`}
          action={
            <Button variant="default" onClick={() => void navigate({ search: {}, replace: true })}>
              <Trans>조건 지우기</Trans>
            </Button>
          }
        />
      ) : (
        <ul className={classes.grid} aria-label={t`모델 목록`}>
          {shown.map((model) => (
            <li key={model.id}>
              <ModelCard model={model} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function ModelCard({ model }: { model: Model }) {
  const { t, i18n } = useLingui();
  const { organization } = useSigned();
  return (
    <article className={classes.model}>
      <div>
        <h2>
          <Link to="/$org/models/$id" params={{ org: organization, id: model.id }}>
            {model.id}
          </Link>
        </h2>
        <small>{[model.owned_by, model.license].filter(Boolean).join(' · ')}</small>
      </div>
      <div className={classes.badges}>
        {model.targets ? (
          <Badge variant="light" color="gray">
            <Trans>별칭</Trans>
          </Badge>
        ) : null}
        {model.residency ? (
          <Badge variant="light" color={model.residency.country === 'KR' ? 'green' : 'yellow'}>
            {countryName(i18n.locale, model.residency.country)} · {model.residency.site}
          </Badge>
        ) : null}
        {model.context_length === undefined ? null : (
          <Badge variant="light" color="gray">
            {t`문맥 ${integer(model.context_length)} 토큰`}
          </Badge>
        )}
      </div>
      <div className={classes.badges}>
        {model.capabilities?.map((capability) => (
          <Badge key={capability} variant="light">
            {t(capabilityNames[capability])}
          </Badge>
        ))}
      </div>
      <Prices model={model} />
    </article>
  );
}

/** Won for a million tokens, before tax. */
export function Prices({ model }: { model: Model }) {
  const { t, i18n } = useLingui();
  const { pricing } = model;
  if (!pricing) {
    return (
      <small>
        <Trans>가격은 연결된 모델을 따릅니다.</Trans>
      </small>
    );
  }
  const rows = [
    [t`입력`, pricing.input],
    [t`캐시된 입력`, pricing.cached],
    [t`출력`, pricing.output],
  ] as const;
  return (
    <dl className={classes.prices}>
      {rows.map(([name, price]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd title={`${price} KRW / token`}>{wonIn(i18n.locale, perMillion(price))}</dd>
        </div>
      ))}
    </dl>
  );
}
