import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy, IconExternalLink, IconFrame } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/empty';
import { ExternalLink } from '../properties/parts';
import classes from './property-tab.module.css';
import './texts';

interface FrameRefusedProps {
  url: string;
  /** The origins that the server allows so far. */
  allowed: readonly string[];
}

/** Why a page is not shown inside the portal, and what would have it shown. */
export function FrameRefused({ url, allowed }: FrameRefusedProps) {
  const { t } = useTranslation();
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const secure = parsed?.protocol === 'https:';
  return (
    <Empty
      icon={<IconFrame size={28} stroke={1.5} />}
      title={t('detail.frame.refused')}
      text={secure ? t('detail.frame.refusedText', { host: parsed.host }) : t('detail.frame.insecure')}
      action={
        <>
          {secure && <Setting line={`SEAWAY_FRAME_ALLOW=${[...allowed, parsed.origin].join(',')}`} />}
          <ExternalLink href={url} label={t('detail.frame.open')}>
            <IconExternalLink size={14} aria-hidden />
          </ExternalLink>
        </>
      }
    />
  );
}

function Setting({ line }: { line: string }) {
  const { t } = useTranslation();
  return (
    <span className={classes.setting}>
      <code>{line}</code>
      <CopyButton value={line}>
        {({ copied, copy }) => (
          <ActionIcon size={28} aria-label={t(copied ? 'action.copied' : 'detail.frame.copy')} onClick={copy}>
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        )}
      </CopyButton>
    </span>
  );
}
