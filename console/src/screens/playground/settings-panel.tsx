import { Accordion, NumberInput, Switch, Textarea } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { Card } from '../../parts/page.tsx';
import classes from './playground.module.css';
import { wrongFields, type Settings } from './settings.ts';

/** What every model is told alike. An empty field leaves it to the model. */
export function SettingsPanel({ settings, onSettings }: { settings: Settings; onSettings: (settings: Settings) => void }) {
  const { t } = useLingui();
  const set = (changed: Partial<Settings>): void => onSettings({ ...settings, ...changed });
  const wrong = wrongFields(settings);
  const number = (name: 'temperature' | 'topP' | 'maxTokens' | 'frequencyPenalty' | 'presencePenalty' | 'seed', label: string, min: number, max: number, step: number) => (
    <NumberInput
      size="sm"
      label={label}
      min={min}
      max={max}
      step={step}
      allowDecimal={step < 1}
      placeholder={t`기본값`}
      value={settings[name]}
      onChange={(value) => set({ [name]: String(value) })}
      hideControls
    />
  );
  return (
    <Card title={t`설정`}>
      <div className={classes.settings}>
        <Textarea
          size="sm"
          label={t`시스템 프롬프트`}
          placeholder={t`예: 존댓말로 간결하게 답해 주세요.`}
          autosize
          minRows={3}
          maxRows={12}
          value={settings.system}
          onChange={(event) => set({ system: event.currentTarget.value })}
        />
        <div className={classes.two}>
          {number('temperature', t`온도`, 0, 2, 0.1)}
          {number('maxTokens', t`최대 토큰`, 1, 2_147_483_647, 1)}
        </div>
        <Switch size="sm" label={t`스트리밍`} checked={settings.stream} onChange={(event) => set({ stream: event.currentTarget.checked })} />
        <Accordion chevronPosition="left">
          <Accordion.Item value="more">
            <Accordion.Control>
              <Trans>고급 설정</Trans>
            </Accordion.Control>
            <Accordion.Panel>
              <div className={classes.settings}>
                <div className={classes.two}>
                  {number('topP', 'Top P', 0, 1, 0.05)}
                  {number('seed', t`시드`, 0, 2_147_483_647, 1)}
                  {number('frequencyPenalty', t`빈도 벌점`, -2, 2, 0.1)}
                  {number('presencePenalty', t`등장 벌점`, -2, 2, 0.1)}
                </div>
                <Textarea size="sm" label={t`중지 단어 (한 줄에 하나)`} autosize minRows={2} value={settings.stop} onChange={(event) => set({ stop: event.currentTarget.value })} />
                <Textarea
                  size="sm"
                  label={t`도구 (JSON 배열)`}
                  autosize
                  minRows={2}
                  maxRows={12}
                  spellCheck={false}
                  value={settings.tools}
                  error={wrong.includes('tools') ? t`JSON 배열이 아닙니다` : null}
                  onChange={(event) => set({ tools: event.currentTarget.value })}
                />
                <Textarea
                  size="sm"
                  label={t`답변의 JSON 스키마`}
                  autosize
                  minRows={2}
                  maxRows={12}
                  spellCheck={false}
                  value={settings.schema}
                  error={wrong.includes('schema') ? t`JSON 객체가 아닙니다` : null}
                  onChange={(event) => set({ schema: event.currentTarget.value })}
                />
              </div>
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
      </div>
    </Card>
  );
}
