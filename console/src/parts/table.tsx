import { Badge, Button, Group, TextInput } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useDeferredValue, useMemo, type ReactNode } from 'react';
import { csv, download } from './csv.ts';
import { Icon } from './icon.tsx';
import { Empty } from './page.tsx';
import classes from './parts.module.css';

/** How a list is looked at; the address of the page holds it. */
export interface ListView {
  q?: string | undefined;
  sort?: string | undefined;
  page?: number | undefined;
}

/** Reads a view from an address; what makes no sense is left out. */
export function listView(search: Record<string, unknown>): ListView {
  const page = Number(search.page);
  return {
    ...(typeof search.q === 'string' && search.q !== '' ? { q: search.q } : {}),
    ...(typeof search.sort === 'string' ? { sort: search.sort } : {}),
    ...(Number.isInteger(page) && page > 1 ? { page } : {}),
  };
}

export interface Column<T> {
  id: string;
  head: string;
  cell: (row: T) => ReactNode;
  /** What the column is sorted, searched and exported by; without it it is none of these. */
  value?: (row: T) => string | number;
  isNumber?: boolean;
}

/**
 * A column that says how something is.
 *
 * @param stateOf the words and the colour of a row's state
 */
export function badgeColumn<T>(id: string, head: string, stateOf: (row: T) => readonly [name: string, colour: string]): Column<T> {
  return {
    id,
    head,
    value: (row) => stateOf(row)[0],
    cell: (row) => (
      <Badge variant="light" color={stateOf(row)[1]}>
        {stateOf(row)[0]}
      </Badge>
    ),
  };
}

/** Rows that are drawn at once: a person does not read more, and a browser stays quick with them. */
const ROWS_OF_PAGE = 50;

/** A list with search, order, pages and export. */
export function DataTable<T>({
  label,
  rows,
  columns,
  rowKey,
  view,
  onView,
  filters,
  empty,
}: {
  label: string;
  rows: T[];
  columns: Column<T>[];
  rowKey: (row: T) => string;
  view: ListView;
  onView: (view: ListView) => void;
  filters?: ReactNode;
  empty: ReactNode;
}) {
  const { t, i18n } = useLingui();
  const wanted = useDeferredValue(view.q ?? '');
  const shown = useMemo(() => ordered(found(rows, columns, wanted), columns, view.sort, i18n.locale), [rows, columns, wanted, view.sort, i18n.locale]);
  const pages = Math.max(1, Math.ceil(shown.length / ROWS_OF_PAGE));
  const page = Math.min(view.page ?? 1, pages);
  const count = shown.length;

  const save = (): void => {
    const exported = columns.filter(({ value }) => value);
    download(`${label}.csv`, csv([exported.map(({ head }) => head), ...shown.map((row) => exported.map(({ value }) => value?.(row) ?? ''))]));
  };

  return (
    <div>
      <div className={classes.toolbar}>
        <TextInput
          className={classes.search ?? ''}
          type="search"
          size="sm"
          aria-label={t`${label} 검색`}
          placeholder={t`검색`}
          leftSection={<Icon name="search" size={18} />}
          value={view.q ?? ''}
          onChange={(event) => onView({ ...view, q: event.currentTarget.value || undefined, page: undefined })}
        />
        {filters}
        <span className={classes.spacer} />
        <Button size="sm" variant="default" leftSection={<Icon name="download" size={18} />} disabled={count === 0} onClick={save}>
          <Trans>CSV 내려받기</Trans>
        </Button>
      </div>
      {rows.length === 0 ? (
        empty
      ) : count === 0 ? (
        <Empty
          title={t`조건에 맞는 항목이 없습니다`}
          action={
            <Button variant="default" onClick={() => onView({ sort: view.sort })}>
              <Trans>검색어 지우기</Trans>
            </Button>
          }
        >
          <Trans>검색어나 필터를 바꿔 보세요.</Trans>
        </Empty>
      ) : (
        <>
          <div className={classes.tableBox}>
            <table className={classes.table}>
              <caption>{label}</caption>
              <thead>
                <tr>
                  {columns.map((column) => (
                    <Head key={column.id} column={column} sort={view.sort} onSort={(sort) => onView({ ...view, sort, page: undefined })} />
                  ))}
                </tr>
              </thead>
              <tbody>
                {shown.slice((page - 1) * ROWS_OF_PAGE, page * ROWS_OF_PAGE).map((row) => (
                  <tr key={rowKey(row)}>
                    {columns.map(({ id, head, cell, isNumber }) => (
                      <td key={id} data-label={head} className={isNumber ? classes.number : undefined}>
                        {cell(row)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <div className={classes.foot}>
            <span role="status">
              <Plural value={count} one="#개" other="#개" />
            </span>
            {pages === 1 ? null : (
              <Group gap="xs">
                <Button size="compact-sm" variant="default" disabled={page === 1} onClick={() => onView({ ...view, page: page - 1 })}>
                  <Trans>이전</Trans>
                </Button>
                <span>
                  {page} / {pages}
                </span>
                <Button size="compact-sm" variant="default" disabled={page === pages} onClick={() => onView({ ...view, page: page + 1 })}>
                  <Trans>다음</Trans>
                </Button>
              </Group>
            )}
          </div>
        </>
      )}
    </div>
  );
}

function Head<T>({ column, sort, onSort }: { column: Column<T>; sort: string | undefined; onSort: (sort: string) => void }) {
  const direction = sort === column.id ? 'ascending' : sort === `-${column.id}` ? 'descending' : undefined;
  return (
    <th scope="col" aria-sort={direction} className={column.isNumber ? classes.number : undefined}>
      {column.value ? (
        <button type="button" className={classes.sorter} onClick={() => onSort(direction === 'ascending' ? `-${column.id}` : column.id)}>
          {column.head}
          <Icon name="sort" size={14} />
        </button>
      ) : (
        column.head
      )}
    </th>
  );
}

/** Rows in which every word is found, whatever the Unicode form of their Hangul. */
function found<T>(rows: T[], columns: Column<T>[], wanted: string): T[] {
  const words = wanted.normalize('NFC').toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return rows;
  }
  return rows.filter((row) => {
    const text = columns
      .map(({ value }) => String(value?.(row) ?? ''))
      .join('\n')
      .normalize('NFC')
      .toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function ordered<T>(rows: T[], columns: Column<T>[], sort: string | undefined, locale: string): T[] {
  const value = columns.find(({ id }) => id === sort?.replace(/^-/, ''))?.value;
  if (!value) {
    return rows;
  }
  const sign = sort?.startsWith('-') ? -1 : 1;
  const collator = new Intl.Collator(locale, { numeric: true });
  return rows.toSorted((left, right) => {
    const a = value(left);
    const b = value(right);
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b)));
  });
}
