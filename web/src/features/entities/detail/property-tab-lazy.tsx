import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addEnglish } from '@/lib/i18n';
import { spec } from '@/lib/i18n/en/spec';
import { Card } from '@/ui/card';
import { Empty } from '@/ui/empty';
import { Skeleton } from '@/ui/skeleton';
import { Code, ExternalLink } from '../properties/parts';
import { Framed } from './framed';
import classes from './property-tab.module.css';
import type { PropertyTab } from './property-tabs';
import './texts';

addEnglish({ spec });

const Markdown = lazy(() => import('@/ui/markdown-lazy'));
const SpecView = lazy(() => import('@/ui/spec/spec-lazy'));

/** No longer text is drawn at once. */
const MOST_TEXT = 200_000;

/** One property with all the room it needs. */
export default function PropertyTabView({ tab, value }: { tab: PropertyTab; value: unknown }) {
  if (tab.kind === 'frame') return <Framed url={String(value)} title={tab.label} />;
  return (
    <div className={classes.page}>
      {tab.kind === 'text' ? (
        <Text title={tab.label} text={typeof value === 'string' ? value : JSON.stringify(value, null, 2)} />
      ) : (
        <Card title={tab.label}>
          <Suspense fallback={<Skeleton kind="lines" rows={10} />}>
            {tab.kind === 'markdown' ? <Markdown>{String(value)}</Markdown> : <Spec value={value} />}
          </Suspense>
        </Card>
      )}
    </div>
  );
}

/** A document that lies elsewhere is linked: the portal loads nothing from other hosts. */
function Spec({ value }: { value: unknown }) {
  const { t } = useTranslation();
  if (typeof value === 'string' && /^https?:\/\/\S+$/i.test(value.trim())) {
    return <Empty title={t('spec.elsewhere')} text={t('spec.elsewhereText')} action={<ExternalLink href={value} />} />;
  }
  return <SpecView value={value} />;
}

function Text({ title, text }: { title: string; text: string }) {
  const { t } = useTranslation();
  const [whole, setWhole] = useState(text.length <= MOST_TEXT);
  return (
    <Card
      title={title}
      action={
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant="default"
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              onClick={copy}
            >
              {t(copied ? 'action.copied' : 'action.copy')}
            </Button>
          )}
        </CopyButton>
      }
    >
      <div className={classes.text}>
        <Code language="text">{whole ? text : text.slice(0, MOST_TEXT)}</Code>
      </div>
      {!whole && (
        <Button mt={8} size="xs" variant="default" onClick={() => setWhole(true)}>
          {t('action.showMore')}
        </Button>
      )}
    </Card>
  );
}
