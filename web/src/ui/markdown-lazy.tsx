import { IconPhoto, IconSquare, IconSquareCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import ReactMarkdown from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import classes from './markdown.module.css';

/** Markdown as text of ours: raw HTML is dropped, links lead outside, images are named instead of loaded. */
export default function Markdown({ children }: { children: string }) {
  return (
    <div className={classes.prose}>
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[rehypeSanitize]}
        components={{ a: Outside, h1: Heading, h2: Heading, img: Picture, input: Task, pre: Block, table: Wide }}
      >
        {children}
      </ReactMarkdown>
    </div>
  );
}

function Outside({ href, children }: { href?: string; children?: React.ReactNode }) {
  return (
    <a className="link" href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

/** Loading it would tell another host who reads this; it may stand inside a link, so it is none itself. */
function Picture({ src, alt }: { src?: string | Blob; alt?: string }) {
  const address = typeof src === 'string' ? src : '';
  return (
    <span className={classes.picture} title={address}>
      <IconPhoto size={15} stroke={1.7} aria-hidden />
      {alt || address.split('/').at(-1)}
    </span>
  );
}

/** Code scrolls inside itself, by keyboard too. */
function Block({ children }: { children?: React.ReactNode }) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
  return <pre tabIndex={0}>{children}</pre>;
}

/** As do tables. */
function Wide({ children }: { children?: React.ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <div className={classes.wide} tabIndex={0}>
      <table>{children}</table>
    </div>
  );
}

/** A task of a list: a sign with its word, since nothing can be checked here. */
function Task({ checked }: { checked?: boolean }) {
  const { t } = useTranslation();
  return (
    <span className={classes.task} data-done={checked || undefined}>
      {checked ? <IconSquareCheck size={16} aria-hidden /> : <IconSquare size={16} aria-hidden />}
      <span className="sr-only">{t(checked ? 'markdown.taskDone' : 'markdown.taskOpen')}</span>
    </span>
  );
}

/** The page has its own h1: headings of a document start below it. */
function Heading({ children }: { children?: React.ReactNode }) {
  return <h3>{children}</h3>;
}
