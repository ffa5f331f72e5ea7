import { Alert, FileInput, NativeSelect } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { FormDialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Facts, Mono } from '../../parts/page.tsx';
import { Loaded } from '../../parts/state.tsx';
import { Size } from '../../parts/values.tsx';
import { useSigned } from '../../session/context.tsx';
import { keepFile, unfit } from '../files/upload.ts';
import { createBatch, ENDPOINTS, inputQuery, type BatchEndpoint } from './queries.ts';

/** How a line looks. */
const lineFor = (endpoint: BatchEndpoint): string => `{"custom_id": "1", "method": "POST", "url": "${endpoint}", "body": {…}}`;

/**
 * Has the requests of a file answered: of one that is sent now, or of one that is kept.
 *
 * @param input the id of that one
 */
export function CreateBatch({ project, input, onClose }: { project: { id: string; name: string }; input: string | null; onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const kept = useQuery({ ...inputQuery(signed, input ?? ''), enabled: input !== null });
  const [file, setFile] = useState<File | null>(null);
  const [endpoint, setEndpoint] = useState<BatchEndpoint>(ENDPOINTS[0]);
  /** What was sent already, where only the rest failed. */
  const sent = useRef<{ file: File; id: string } | null>(null);
  const why = file === null ? null : unfit(file, 'batch');

  const submit = async (): Promise<void> => {
    if (input !== null) {
      await createBatch(signed, project.id, input, endpoint);
    } else if (file !== null) {
      if (sent.current?.file !== file) {
        sent.current = { file, id: (await keepFile(signed.api, file, { project: project.id, purpose: 'batch', seconds: null })).id };
      }
      await createBatch(signed, project.id, sent.current.id, endpoint);
    }
  };

  return (
    <FormDialog
      title={t`${project.name} 프로젝트의 배치 만들기`}
      action={t`배치 만들기`}
      ready={input === null ? file !== null && why === null : kept.data !== undefined}
      onSubmit={submit}
      onClose={onClose}
      progress={
        input === null ? (
          <p role="status">
            <Trans>파일을 올리고 있습니다. 창을 닫지 말아 주세요.</Trans>
          </p>
        ) : undefined
      }
    >
      {input === null ? (
        <FileInput
          data-autofocus
          required
          accept=".jsonl,.ndjson,.txt,.json"
          label={t`요청 파일`}
          description={t`한 줄에 요청 하나씩 담은 JSONL 파일입니다. 최대 50,000줄, 200MB까지 올리실 수 있습니다.`}
          placeholder={t`파일 선택`}
          value={file}
          error={why === 'empty' ? t`빈 파일입니다` : why === null ? null : t`200MB보다 큰 파일입니다`}
          onChange={setFile}
        />
      ) : (
        <Loaded of={kept} lines={1}>
          {({ filename, bytes }) => (
            <Facts
              rows={[
                [t`요청 파일`, <strong key="name">{filename}</strong>],
                [t`크기`, <Size key="size" bytes={bytes} />],
              ]}
            />
          )}
        </Loaded>
      )}
      <NativeSelect
        data-autofocus={input === null ? undefined : true}
        label={t`경로`}
        description={t`모든 줄의 url과 같아야 합니다.`}
        value={endpoint}
        data={[...ENDPOINTS]}
        onChange={(event) => setEndpoint(event.currentTarget.value as BatchEndpoint)}
      />
      <Alert color="blue" variant="light" icon={<Icon name="info" />}>
        <Trans>
          각 줄은 <Mono>{lineFor(endpoint)}</Mono> 형식입니다. 24시간 안에 절반 가격으로 처리합니다.
        </Trans>
      </Alert>
    </FormDialog>
  );
}
