import { TextInput } from '@mantine/core';
import { IconFileAlert, IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useDeferredValue, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addEnglish } from '@/lib/i18n';
import { spec } from '@/lib/i18n/en/spec';
import { Badge } from '../badge';
import { Empty } from '../empty';
import { readAsyncApi } from './asyncapi';
import { matching, type Spec, type SpecContent, type SpecOperation } from './model';
import { readOpenApi } from './openapi';
import { type Json, readDocument } from './read';
import { SchemaView } from './schema-view';
import classes from './spec.module.css';

addEnglish({ spec });

const Markdown = lazy(() => import('../markdown-lazy'));

/** No more operations are listed at once; the search finds the others. */
const MOST = 300;

/** The description of an API, read from text or an object: OpenAPI, Swagger or AsyncAPI. Nothing of it is executed. */
export default function SpecView({ value }: { value: unknown }) {
  const { t } = useTranslation();
  const read = useMemo(() => {
    const { document, problem } = readDocument(value);
    if (!document) return { problem };
    const spec = readOpenApi(document) ?? readAsyncApi(document);
    return spec ? { spec } : { problem: 'unknown' };
  }, [value]);
  if (read.spec) return <Read spec={read.spec} />;
  const known = read.problem === 'large' || read.problem === 'unknown' || read.problem === 'map';
  return (
    <Empty
      icon={<IconFileAlert size={28} stroke={1.5} />}
      title={t('spec.unread')}
      text={known ? t(`spec.problem.${read.problem as 'large'}`) : read.problem}
    />
  );
}

function Read({ spec }: { spec: Spec }) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const wanted = useDeferredValue(words);
  const groups = useMemo(() => matching(spec.groups, wanted), [spec, wanted]);
  const total = spec.groups.reduce((sum, { operations }) => sum + operations.length, 0);
  let room = MOST;
  return (
    <div className={classes.spec}>
      <header className={classes.head}>
        <h2 className={classes.title}>{spec.title || t('spec.untitled')}</h2>
        {spec.version && <Badge tone="info">{spec.version}</Badge>}
        <Badge>{spec.format}</Badge>
      </header>
      {spec.description && <Prose>{spec.description}</Prose>}
      {spec.servers.length > 0 && (
        <p className={classes.servers}>
          <span className="faint">{t('spec.servers')}</span>
          {spec.servers.slice(0, 10).map((server) => (
            <code key={server}>{server}</code>
          ))}
        </p>
      )}
      <TextInput
        className={classes.search}
        aria-label={t('spec.search')}
        placeholder={t('spec.search')}
        leftSection={<IconSearch size={15} aria-hidden />}
        data-page-search
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <p className="faint small" role="status">
        {t('spec.operations', { count: total })}
      </p>
      {groups.length === 0 && <Empty title={t('spec.none')} />}
      {groups.map(({ name, description, operations }) => {
        const shown = operations.slice(0, Math.max(0, room));
        room -= shown.length;
        return (
          <section key={name} className={classes.group} aria-label={name || t('spec.untagged')}>
            <h3>{name || t('spec.untagged')}</h3>
            {description && <p className="muted">{description}</p>}
            {shown.map((operation) => (
              <Operation
                key={`${operation.verb} ${operation.path} ${operation.id}`}
                operation={operation}
                document={spec.document}
              />
            ))}
            {shown.length < operations.length && (
              <p className="faint small">{t('value.more', { count: operations.length - shown.length })}</p>
            )}
          </section>
        );
      })}
    </div>
  );
}

function Prose({ children }: { children: string }) {
  return (
    <Suspense fallback={<p className={classes.text}>{children}</p>}>
      <Markdown>{children}</Markdown>
    </Suspense>
  );
}

interface OperationProps {
  operation: SpecOperation;
  document: Json;
}

/** One operation in a line; what it takes and gives is drawn when it is opened. */
function Operation({ operation, document }: OperationProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className={classes.operation} data-open={open || undefined}>
      <button
        type="button"
        className={classes.line}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <span className={classes.verb} data-verb={operation.verb}>
          {operation.verb}
        </span>
        <code className={classes.path}>{operation.path}</code>
        <span className={classes.summary}>{operation.summary}</span>
        {operation.deprecated && <Badge tone="warn">{t('spec.deprecated')}</Badge>}
      </button>
      <div id={id} hidden={!open}>
        {open && <Body operation={operation} document={document} />}
      </div>
    </div>
  );
}

function Body({ operation, document }: OperationProps) {
  const { t } = useTranslation();
  const { description, fields, contents, answers, security } = operation;
  return (
    <div className={classes.body}>
      {description && <Prose>{description}</Prose>}
      {security.length > 0 && (
        <p className="small">
          <span className="faint">{t('spec.security')}</span> {[...new Set(security)].join(', ')}
        </p>
      )}
      {fields.length > 0 && (
        <>
          <h4>{t('spec.parameters')}</h4>
          <ul className={classes.members}>
            {fields.map((field) => (
              <li key={`${field.place} ${field.name}`}>
                <code className={classes.member}>{field.name}</code> <Badge>{field.place}</Badge>
                {field.required && <span className={classes.required}>{t('spec.required')}</span>}
                {field.description && <p className={classes.text}>{field.description}</p>}
                <SchemaView document={document} schema={field.schema} />
              </li>
            ))}
          </ul>
        </>
      )}
      {contents.length > 0 && (
        <>
          <h4>{t(operation.called ? 'spec.request' : 'spec.messages')}</h4>
          <Contents contents={contents} document={document} />
        </>
      )}
      {answers.length > 0 && <h4>{t('spec.responses')}</h4>}
      {answers.map((answer) => (
        <div key={answer.status} className={classes.answer}>
          <Badge tone={answer.status.startsWith('2') ? 'ok' : answer.status < '4' ? 'mute' : 'warn'}>
            {answer.status}
          </Badge>
          <span>{answer.description}</span>
          <Contents contents={answer.contents} document={document} />
        </div>
      ))}
    </div>
  );
}

function Contents({ contents, document }: { contents: SpecContent[]; document: Json }) {
  return contents.map(({ name, schema, description }) => (
    <div key={name} className={classes.content}>
      <code className="faint">{name}</code>
      {description && <p className={classes.text}>{description}</p>}
      {schema !== undefined && <SchemaView document={document} schema={schema} open />}
    </div>
  ));
}
