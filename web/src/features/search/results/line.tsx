import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SearchHit } from '@/api/contract';
import { blueprintsQuery, labelOf } from '@/features/blueprints/public';
import { MARK, Marked } from '@/ui/marked';
import { Highlight, marks } from '../highlight';
import { iconOf, useDrawing } from '../palette/drawing';
import classes from './results.module.css';

interface LineProps {
  hit: SearchHit;
  sought: string;
}

/** One result: its name, what it is, and where it says what was looked for. */
export function ResultLine({ hit, sought }: LineProps) {
  const draw = useDrawing();
  const { title, detail, href } = draw(hit);
  return (
    <li className={classes.result}>
      <span className={classes.tile}>{iconOf(hit)}</span>
      <div className={classes.text}>
        <p className={classes.name}>
          <Link to={href} data-result>
            <Highlight text={title} sought={sought} />
          </Link>
          <span className="truncate">
            <Highlight text={detail} sought={marks(title, sought) ? '' : sought} />
          </span>
        </p>
        {hit.match && <Said hit={hit} match={hit.match} sought={sought} />}
      </div>
    </li>
  );
}

interface SaidProps extends LineProps {
  match: NonNullable<SearchHit['match']>;
}

function Said({ hit, match, sought }: SaidProps) {
  const { t } = useTranslation();
  const { data: blueprints = [] } = useQuery(blueprintsQuery);
  const blueprint = blueprints.find(({ identifier }) => identifier === hit.blueprint);
  const property = labelOf(match.property, blueprint?.schema.properties[match.property]);
  return (
    <p className={classes.said}>
      <Highlight text={match.text} sought={sought} />{' '}
      <span className={classes.where}>
        <Marked text={t('search.in', { property: MARK })}>{property}</Marked>
      </span>
    </p>
  );
}
