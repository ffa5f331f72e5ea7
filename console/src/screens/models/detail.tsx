import { Badge, Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Model } from '../../api/types.ts';
import { integer } from '../../format/format.ts';
import { CodeForms, CopyButton } from '../../parts/code.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Card, Facts, Mono, PageHead } from '../../parts/page.tsx';
import { Loaded } from '../../parts/state.tsx';
import { Time } from '../../parts/values.tsx';
import { useSigned } from '../../session/context.tsx';
import { may } from '../../session/rights.ts';
import { baseAddress, firstCall, snippets } from '../../snippets/snippets.ts';
import classes from './models.module.css';
import { Prices } from './page.tsx';
import { modelQuery } from './queries.ts';
import { modelRoute } from './route.tsx';
import { capabilityNames, countryName } from './words.ts';

/** One model: what it can, what it costs, where it runs, how it is called. */
export function ModelPage() {
  const { t } = useLingui();
  const signed = useSigned();
  const { id } = modelRoute.useParams();
  const model = useQuery(modelQuery(signed, id));
  const canAsk = may(signed.session, 'inference') && (model.data?.capabilities?.includes('chat') ?? false);
  return (
    <>
      <PageHead
        title={id}
        actions={
          <>
            <CopyButton text={id} label={t`이름 복사`} />
            {canAsk ? (
              <Button
                leftSection={<Icon name="chat" size={18} />}
                renderRoot={(props) => (
                  <Link to="/$org/playground" params={{ org: signed.organization }} search={{ models: [id] }} {...props} />
                )}
              >
                <Trans>플레이그라운드에서 열기</Trans>
              </Button>
            ) : null}
          </>
        }
      />
      <Loaded of={model}>{(data) => <ModelFacts model={data} />}</Loaded>
    </>
  );
}

function ModelFacts({ model }: { model: Model }) {
  const { t, i18n } = useLingui();
  const facts: [ReactNode, ReactNode][] = [
    [t`제공자`, model.owned_by],
    [t`라이선스`, model.license ?? t`확인되지 않음`],
    [t`문맥 길이`, model.context_length === undefined ? t`알 수 없음` : t`${integer(model.context_length)} 토큰`],
    [t`등록`, <Time key="created" at={model.created} />],
    [
      t`가중치 SHA-256`,
      model.digest ? <Mono key="digest">{model.digest}</Mono> : t`외부 엔진이 보관하는 가중치라 확인할 수 없습니다`,
    ],
  ];
  if (model.embedding_dimensions) {
    facts.push([t`벡터 길이`, integer(model.embedding_dimensions)]);
  }
  if (model.targets) {
    facts.push([t`연결된 모델`, model.targets.join(', ')]);
  }
  return (
    <div className={classes.two}>
      <div className={classes.column}>
        <Card title={t`가격 (100만 토큰, 부가세 별도)`}>
          <Prices model={model} />
        </Card>
        <Card title={t`정보`}>
          <Facts rows={facts} />
        </Card>
        {model.capabilities?.includes('chat') ? (
          <Card title={t`바로 호출하기`}>
            <CodeForms forms={snippets(baseAddress(), firstCall(model.id))} />
          </Card>
        ) : null}
      </div>
      <div className={classes.column}>
        <Card title={t`처리 위치`}>
          {model.residency ? (
            <Facts
              rows={[
                [t`국가`, countryName(i18n.locale, model.residency.country)],
                [t`데이터 센터`, model.residency.site],
                [t`운영사`, model.residency.operator],
              ]}
            />
          ) : (
            <Trans>연결된 모델의 위치를 따릅니다.</Trans>
          )}
        </Card>
        <Card title={t`기능`}>
          <div className={classes.badges}>
            {model.capabilities?.map((capability) => (
              <Badge key={capability} variant="light">
                {t(capabilityNames[capability])}
              </Badge>
            ))}
          </div>
        </Card>
        <Card title={t`지원하는 매개변수`}>
          <div className={classes.badges}>
            {model.supported_parameters?.map((name) => (
              <Badge key={name} variant="light" color="gray" tt="none">
                <Mono>{name}</Mono>
              </Badge>
            ))}
          </div>
        </Card>
      </div>
    </div>
  );
}
