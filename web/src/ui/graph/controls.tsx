import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowsMaximize, IconDownload, IconMinus, IconPlus } from '@tabler/icons-react';
import { useReactFlow } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { download } from '@/lib/download';
import { pngOf } from '@/lib/png';
import { type Drawing, toMermaid, toSvg } from './export';
import classes from './graph.module.css';

interface ControlsProps extends Drawing {
  name: string;
  showAll: () => void;
}

/** Zoom, fit, and the graph as a file. */
export function Controls({ name, showAll, ...drawing }: ControlsProps) {
  const { t } = useTranslation();
  const flow = useReactFlow();
  const { nodes, edges } = drawing;
  const css = () => getComputedStyle(document.documentElement);
  const svg = () => toSvg(drawing, (token) => css().getPropertyValue(token).trim());
  const savePng = async () => download(`${name}.png`, await pngOf(svg()), 'image/png');
  return (
    <div className={classes.controls} data-graph-controls>
      <ActionIcon aria-label={t('graph.zoomIn')} onClick={() => void flow.zoomIn()}>
        <IconPlus size={15} />
      </ActionIcon>
      <ActionIcon aria-label={t('graph.zoomOut')} onClick={() => void flow.zoomOut()}>
        <IconMinus size={15} />
      </ActionIcon>
      <ActionIcon aria-label={t('graph.fit')} onClick={showAll}>
        <IconArrowsMaximize size={15} />
      </ActionIcon>
      <Menu position="right-end" width={190}>
        <Menu.Target>
          <ActionIcon aria-label={t('graph.export')}>
            <IconDownload size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void savePng()}>{t('graph.png')}</Menu.Item>
          <Menu.Item onClick={() => download(`${name}.svg`, svg(), 'image/svg+xml')}>{t('graph.svg')}</Menu.Item>
          <Menu.Item onClick={() => download(`${name}.mmd`, toMermaid(nodes, edges), 'text/plain')}>
            {t('graph.mermaid')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
