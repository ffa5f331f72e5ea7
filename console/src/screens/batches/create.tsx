import { Alert, FileInput, NativeSelect } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useRef, useState } from 'react';
import { FormDialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Mono } from '../../parts/page.tsx';
import { useSigned } from '../../session/context.tsx';
import { createBatch, ENDPOINTS, MOST_BYTES, uploadInput, type BatchEndpoint } from './queries.ts';

/** How a line looks. */
const lineFor = (endpoint: BatchEndpoint): string => `{"custom_id": "1", "method": "POST", "url": "${endpoint}", "body": {…}}`;

/** Sends a file of requests and has them answered. */
export function CreateBatch({ project, onClose }: { project: { id: string; name: string }; onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const [file, setFile] = useState<File | null>(null);
  const [endpoint, setEndpoint] = useState<BatchEndpoint>(ENDPOINTS[0]);
  /** What was sent already, where only the rest failed. */
  const sent = useRef<{ file: File; id: string } | null>(null);
  const tooLong = file !== null && file.size > MOST_BYTES;

  const submit = async (chosen: File): Promise<void> => {
    if (sent.current?.file !== chosen) {
      sent.current = { file: chosen, id: await uploadInput(signed, project.id, chosen) };
    }
    await createBatch(signed, project.id, sent.current.id, endpoint);
  };

  return (
    <FormDialog
      title={t`${project.name} 프로젝트의 배치 만들기`}
      action={t`배치 만들기`}
      ready={file !== null && file.size > 0 && !tooLong}
      onSubmit={() => (file === null ? Promise.resolve() : submit(file))}
      onClose={onClose}
      progress={
        <p role="status">
          <Trans>파일을 올리고 있습니다. 창을 닫지 말아 주세요.</Trans>
        </p>
      }
    >
      <FileInput
        data-autofocus
        required
        accept=".jsonl,.ndjson,.txt,.json"
        label={t`요청 파일`}
        description={t`한 줄에 요청 하나씩 담은 JSONL 파일입니다. 최대 50,000줄, 200MB까지 올리실 수 있습니다.`}
        placeholder={t`파일 선택`}
        value={file}
        error={tooLong ? t`200MB보다 큰 파일입니다` : file?.size === 0 ? t`빈 파일입니다` : null}
        onChange={setFile}
      />
      <NativeSelect
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
