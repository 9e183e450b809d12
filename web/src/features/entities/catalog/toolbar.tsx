import { ActionIcon, Menu, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import {
  IconArrowDown,
  IconArrowUp,
  IconBaselineDensityMedium,
  IconBaselineDensitySmall,
  IconSearch,
  IconSortDescending,
  IconX,
} from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDense } from '@/lib/density';
import classes from './catalog.module.css';
import { ColumnsMenu } from './columns-menu';
import { FilterBar } from './filter-bar';
import { GroupMenu } from './group-menu';
import type { Group } from './rows';
import { readSort, toggleSort, writeSort } from './search-state';
import type { Catalog } from './use-catalog';

/** Search, filters as sentences, order, columns and density. */
export function Toolbar({ catalog, groups }: { catalog: Catalog; groups: Group[] }) {
  const { search, change, page, open } = catalog;
  const { t } = useTranslation();
  const prefersDense = useDense();
  const dense = search.dense ?? prefersDense;
  const density = t(dense ? 'catalog.comfortable' : 'catalog.compact');
  return (
    <div className={classes.bar}>
      <SearchField
        key={page.identifier}
        label={t('catalog.search', { what: page.title })}
        value={search.q ?? ''}
        onChange={(q) => change({ q })}
      />
      <FilterBar catalog={catalog} />
      <span className="grow" />
      {open && (
        <>
          <GroupMenu catalog={catalog} groups={groups} />
          <SortMenu catalog={catalog} />
          <ColumnsMenu catalog={catalog} />
        </>
      )}
      <Tooltip label={density}>
        <ActionIcon aria-label={density} onClick={() => change({ dense: !dense })}>
          {dense ? <IconBaselineDensityMedium size={16} /> : <IconBaselineDensitySmall size={16} />}
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** Writes to the address a moment after the last key, and follows the address when it changes elsewhere. */
function SearchField({ label, value, onChange }: SearchFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const send = useDebouncedCallback((next: string) => {
    sent.current = next;
    onChange(next);
  }, 150);
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  const set = (next: string) => {
    setText(next);
    send(next.trim());
  };
  return (
    <TextInput
      className={classes.find}
      aria-label={label}
      placeholder={t('catalog.searchPlaceholder')}
      data-page-search
      leftSection={<IconSearch size={15} aria-hidden />}
      value={text}
      onChange={(event) => set(event.currentTarget.value)}
      rightSection={
        text && (
          <ActionIcon size={24} aria-label={t('catalog.clearSearch')} onClick={() => set('')}>
            <IconX size={13} />
          </ActionIcon>
        )
      }
    />
  );
}

function SortMenu({ catalog: { fields, search, change } }: { catalog: Catalog }) {
  const { t } = useTranslation();
  const sort = readSort(search.sort);
  const labels = sort.map((key) => fields.find((field) => field.id === key.id)?.label).filter(Boolean);
  return (
    <Menu width={230}>
      <Menu.Target>
        <UnstyledButton className={classes.tool} data-on={labels.length > 0 || undefined}>
          <IconSortDescending size={15} aria-hidden />
          <span className={classes.wide}>{labels.length > 0 ? labels.join(', ') : t('catalog.sort')}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => change({ sort: undefined })}>{t('catalog.sortNone')}</Menu.Item>
        <Menu.Divider />
        <div className={classes.menuList}>
          {fields
            .filter((field) => field.sortable)
            .map((field) => {
              const key = sort.find((each) => each.id === field.id);
              return (
                <Menu.Item
                  key={field.id}
                  closeMenuOnClick={false}
                  rightSection={key && (key.desc ? <IconArrowDown size={14} /> : <IconArrowUp size={14} />)}
                  onClick={() => change({ sort: writeSort(toggleSort(sort, field.id, false)) })}
                >
                  {field.label}
                  {key && (
                    <span className="sr-only">{t(key.desc ? 'catalog.sortDescending' : 'catalog.sortAscending')}</span>
                  )}
                </Menu.Item>
              );
            })}
        </div>
      </Menu.Dropdown>
    </Menu>
  );
}
