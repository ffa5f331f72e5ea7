import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { integer, second, wonIn } from '../format/format.ts';
import { Card } from '../parts/page.tsx';
import { ErrorNotice, Loading } from '../parts/state.tsx';
import { useSigned } from '../session/context.tsx';
import { may } from '../session/rights.ts';
import { lastAttempt } from './list.ts';
import { useLiveRequests } from './live.ts';
import classes from './requests.module.css';
import { outcomes } from './words.ts';

/** Rows that are shown of the feed. */
const SHOWN = 12;

/** Requests as they arrive. */
export function LiveRequests() {
  const { t, i18n } = useLingui();
  const signed = useSigned();
  const { requests, following, failure } = useLiveRequests(signed);
  const seesReceipts = may(signed.session, 'receipts:read');
  return (
    <Card
      title={t`실시간 요청`}
      actions={
        <span className={classes.state} data-following={following === true} role="status">
          {following === null ? t`연결하는 중` : following ? t`연결됨` : t`다시 연결하는 중`}
        </span>
      }
    >
      {following === false ? <ErrorNotice error={failure} /> : null}
      {requests.length === 0 ? (
        following === true ? (
          <p>
            <Trans>최근 15분 동안 요청이 없습니다. 보낸 요청은 몇 초 안에 여기에 나타납니다.</Trans>
          </p>
        ) : following === null ? (
          <Loading lines={2} />
        ) : null
      ) : (
        <ul className={classes.live}>
          {requests.slice(0, SHOWN).map((request) => {
            const attempt = lastAttempt(request);
            const end = attempt && attempt.outcome !== 'completed' ? outcomes[attempt.outcome] : undefined;
            const time = attempt ? second(new Date(attempt.started_at)) : '-';
            const tokens = integer(request.usage.input_tokens + request.usage.input_cached_tokens + request.usage.output_tokens);
            return (
              <li key={request.id}>
                <span>
                  {seesReceipts ? (
                    <Link to="/$org/receipts" params={{ org: signed.organization }} search={{ id: request.id }} aria-label={t`${time} 요청의 영수증 보기`}>
                      {time}
                    </Link>
                  ) : (
                    time
                  )}{' '}
                  · {attempt?.model ?? '-'}
                  {end ? ` · ${t(end)}` : null}
                </span>
                <span>
                  {t`${tokens} 토큰`} · {wonIn(i18n.locale, request.cost_won)}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
