import { BarChart, LineChart, PieChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import classes from './chart.module.css';
import type { ChartOption } from './options';

use([BarChart, LineChart, PieChart, GridComponent, TooltipComponent, SVGRenderer]);

interface CanvasProps {
  option: ChartOption;
  /** The name of the slice, bar or series that was clicked. */
  onPick?: (name: string) => void;
}

/** Draws one chart as SVG; its words stand beside it, so it is hidden from screen readers. */
export default function ChartCanvas({ option, onPick }: CanvasProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  useEffect(() => {
    if (!box.current) return;
    const drawn = init(box.current, null, { renderer: 'svg' });
    drawn.on('click', ({ name, seriesName }) => pick.current?.(name || String(seriesName ?? '')));
    chart.current = drawn;
    const observer = new ResizeObserver(() => drawn.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      drawn.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => chart.current?.setOption(option, { notMerge: true }), [option]);
  return <div ref={box} className={classes.canvas} data-picks={onPick !== undefined || undefined} aria-hidden />;
}
