import { Button, Stack } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Card, PageHead } from '../../../parts/page.tsx';
import { Loaded } from '../../../parts/state.tsx';
import { useSigned } from '../../../session/context.tsx';
import { signupPolicyQuery } from '../tenants/queries.ts';

/** What somebody can do who is in no organisation here: go to one that they are in, wait for an invitation, or sign up. */
export function NoOrganization() {
  const { t } = useLingui();
  const signed = useSigned();
  const policy = useQuery(signupPolicyQuery(signed));
  const { organizations, member } = signed.session;
  const email = member.email ?? '';
  return (
    <>
      <PageHead title={t`어서 오세요`}>
        {organizations.length === 0 ? (
          <Trans>아직 소속된 조직이 없습니다. 조직에 들어가시면 모델을 사용하실 수 있습니다.</Trans>
        ) : (
          <Trans>지금은 조직 없이 로그인하셨습니다. 사용할 조직을 선택해 주세요.</Trans>
        )}
      </PageHead>
      <Stack>
        {organizations.length === 0 ? null : (
          <Card title={t`내 조직`}>
            <Stack gap="xs" align="flex-start">
              {organizations.map(({ alias, name }) => (
                <Button key={alias} variant="default" renderRoot={(props) => <Link to="/$org" params={{ org: alias }} {...props} />}>
                  {name}
                </Button>
              ))}
            </Stack>
          </Card>
        )}
        <Card title={t`초대를 받으셨나요?`}>
          <p>
            <Trans>초대 메일의 링크를 열어 주세요. 초대받은 주소({email})로 로그인하셔야 수락할 수 있습니다. 메일이 없다면 조직의 소유자나 관리자에게 초대를 요청해 주세요.</Trans>
          </p>
        </Card>
        <Card title={t`기업이 새로 가입하려면`}>
          <Loaded of={policy} lines={2}>
            {(data) => (
              <p>
                {data.policy === 'open' ? (
                  <Trans>사업자등록번호가 있는 기업은 스스로 가입할 수 있습니다. 가입 API(POST /platform/v1/signups)를 이용하시거나 운영자에게 문의해 주세요.</Trans>
                ) : data.policy === 'invitation' ? (
                  <Trans>운영자가 발급한 가입 코드가 있어야 합니다. 운영자에게 가입 코드를 요청해 주세요.</Trans>
                ) : (
                  <Trans>이곳의 조직은 운영자가 만듭니다. 운영자에게 조직을 만들어 달라고 요청해 주세요.</Trans>
                )}
              </p>
            )}
          </Loaded>
        </Card>
      </Stack>
    </>
  );
}
