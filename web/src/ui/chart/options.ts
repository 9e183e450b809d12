import type { BarSeriesOption, LineSeriesOption, PieSeriesOption } from 'echarts/charts';
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import { formatDateTime, formatNumber, formatTick } from '@/lib/format';

export type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | PieSeriesOption | GridComponentOption | TooltipComponentOption
>;

type CategoryAxis = Extract<NonNullable<ChartOption['yAxis']>, { type?: 'category' }>;

/** The colours of the scheme shown, read from the tokens, since SVG attributes take no variables. */
export interface Palette {
  /** The value of a token of the scheme. */
  token: (name: string) => string;
  series: string[];
  ink: string;
  faint: string;
  line: string;
  surface: string;
  raised: string;
  font: string;
}

export interface Slice {
  name: string;
  value: number;
  /** A token, such as `--ok-dot`. */
  color?: string;
}

export interface Series {
  name: string;
  /** Milliseconds and a number; null where there is nothing to say. */
  points: [number, number | null][];
  /** A token, such as `--ok-dot`. */
  color?: string;
}

const SIZE = 11.5;

function base(palette: Palette): ChartOption {
  return {
    color: palette.series,
    animationDuration: 150,
    textStyle: { fontFamily: palette.font, fontSize: SIZE, color: palette.ink },
  };
}

/** Tooltips are drawn as text, never as markup: names of series come from data. */
function tooltip(palette: Palette): TooltipComponentOption {
  return {
    renderMode: 'richText',
    confine: true,
    backgroundColor: palette.raised,
    borderColor: palette.line,
    textStyle: { color: palette.ink, fontSize: SIZE },
    valueFormatter: (value) => (typeof value === 'number' ? formatNumber(value) : '–'),
  };
}

export function pieOption(slices: Slice[], palette: Palette): ChartOption {
  return {
    ...base(palette),
    tooltip: { ...tooltip(palette), trigger: 'item' },
    series: [
      {
        type: 'pie',
        radius: ['58%', '90%'],
        itemStyle: { borderColor: palette.surface, borderWidth: 2 },
        label: { show: false },
        emphasis: { scaleSize: 4 },
        data: slices.map(({ name, value, color }) => ({ name, value, itemStyle: color ? { color } : {} })),
      },
    ],
  };
}

export function barOption(slices: Slice[], palette: Palette): ChartOption {
  const shown = [...slices].reverse();
  return {
    ...base(palette),
    tooltip: { ...tooltip(palette), trigger: 'axis', axisPointer: { type: 'none' } },
    grid: { left: 4, right: 44, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: 'value', show: false },
    yAxis: namesAxis(
      shown.map(({ name }) => name),
      palette,
    ),
    series: [
      {
        type: 'bar',
        barMaxWidth: 18,
        itemStyle: { borderRadius: 3, color: palette.series[0] },
        label: {
          show: true,
          position: 'right',
          color: palette.faint,
          fontSize: SIZE,
          formatter: ({ value }) => (typeof value === 'number' ? formatNumber(value) : ''),
        },
        data: shown.map(({ value, color }) => ({ value, itemStyle: color ? { color } : {} })),
      },
    ],
  };
}

/** Whether numbers are whole, as counts are: then half of one is no place on their axis. */
export function areWhole(series: Series[]): boolean {
  return series.every(({ points }) => points.every(([, value]) => value === null || Number.isInteger(value)));
}

/** From the first to the last moment of the series, in milliseconds. */
function spanOf(series: Series[]): number {
  const moments = series.flatMap(({ points }) => points.map(([moment]) => moment));
  return moments.length > 0 ? Math.max(...moments) - Math.min(...moments) : 0;
}

/** A bar of parts; each part has its place in the list of what the parts are called. */
export interface Stack {
  name: string;
  parts: number[];
}

/** What a colour stands for in a chart of several. */
export interface Part {
  name: string;
  /** A token, such as `--ok-dot`. */
  color?: string;
}

/** Bars of parts, the first bar at the top. */
export function stackOption(stacks: Stack[], parts: Part[], palette: Palette): ChartOption {
  const shown = [...stacks].reverse();
  return {
    ...base(palette),
    tooltip: { ...tooltip(palette), trigger: 'axis', axisPointer: { type: 'none' } },
    grid: { left: 4, right: 14, top: 4, bottom: 4, containLabel: true },
    xAxis: {
      type: 'value',
      minInterval: 1,
      splitNumber: 4,
      splitLine: { lineStyle: { color: palette.line } },
      axisLabel: { color: palette.faint, fontSize: SIZE, formatter: (value: number) => formatNumber(value) },
    },
    yAxis: namesAxis(
      shown.map(({ name }) => name),
      palette,
    ),
    series: parts.map(({ name, color }, place) => ({
      type: 'bar' as const,
      name,
      color,
      stack: 'all',
      barMaxWidth: 18,
      data: shown.map((stack) => stack.parts[place] || null),
    })),
  };
}

function namesAxis(names: string[], palette: Palette): CategoryAxis {
  return {
    type: 'category',
    data: names,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: palette.ink, fontSize: SIZE, width: 110, overflow: 'truncate' },
  };
}

export function lineOption(series: Series[], palette: Palette, titles: { x?: string; y?: string } = {}): ChartOption {
  const span = spanOf(series);
  return {
    ...base(palette),
    tooltip: { ...tooltip(palette), trigger: 'axis' },
    grid: { left: 8, right: 14, top: titles.y ? 28 : 12, bottom: titles.x ? 22 : 6, containLabel: true },
    xAxis: {
      type: 'time',
      name: titles.x,
      nameLocation: 'middle',
      nameGap: 26,
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisPointer: { label: { formatter: ({ value }) => formatDateTime(new Date(value as number)) } },
      axisLabel: {
        color: palette.faint,
        fontSize: SIZE,
        hideOverlap: true,
        formatter: (moment: number) => formatTick(moment, span),
      },
    },
    yAxis: {
      type: 'value',
      name: titles.y,
      nameTextStyle: { color: palette.faint, align: 'left' },
      splitNumber: 3,
      minInterval: areWhole(series) ? 1 : 0,
      splitLine: { lineStyle: { color: palette.line } },
      axisLabel: { color: palette.faint, fontSize: SIZE, formatter: (value: number) => formatNumber(value) },
    },
    series: series.map(({ name, points, color }) => ({
      type: 'line' as const,
      name,
      color,
      // What is known of one moment only is a dot, not nothing.
      showSymbol: points.filter(([, value]) => value !== null).length < 2,
      symbolSize: 5,
      lineStyle: { width: 2 },
      areaStyle: series.length === 1 ? { opacity: 0.1 } : undefined,
      data: points,
    })),
  };
}

/** A line without axes, beside a figure. */
export function sparkOption(points: [number, number | null][], palette: Palette): ChartOption {
  return {
    ...base(palette),
    grid: { left: 1, right: 1, top: 3, bottom: 3 },
    xAxis: { type: 'time', show: false },
    yAxis: { type: 'value', show: false, scale: true },
    series: [
      {
        type: 'line',
        silent: true,
        showSymbol: false,
        lineStyle: { width: 1.6 },
        areaStyle: { opacity: 0.12 },
        data: points,
      },
    ],
  };
}

/** The largest so many, the rest together under one name. The empty rest is left out. */
export function largest(slices: Slice[], most: number, other: string): Slice[] {
  const ordered = [...slices].sort((a, b) => b.value - a.value);
  if (ordered.length <= most) return ordered;
  const rest = ordered.slice(most - 1).reduce((sum, { value }) => sum + value, 0);
  return [...ordered.slice(0, most - 1), { name: other, value: rest }];
}
