import { Button } from '@mantine/core';
import { IconBox, IconFilterOff, IconLock, IconPlus } from '@tabler/icons-react';
import { Avatar, Named } from '@/ui/avatar';
import { Badge, Dot, Status } from '@/ui/badge';
import { Card } from '@/ui/card';
import { Empty } from '@/ui/empty';
import { EntityIcon } from '@/ui/entity-icon';
import { Failure } from '@/ui/failure';
import { Kbd } from '@/ui/kbd';
import { Logo } from '@/ui/logo';
import { PageHeader } from '@/ui/page-header';
import { Skeleton } from '@/ui/skeleton';
import { Time } from '@/ui/time';
import type { Tone } from '@/ui/tone';
import classes from './gallery.module.css';
import { LONG, Part, UNBROKEN } from './part';

const TONES: Tone[] = ['ok', 'warn', 'bad', 'info', 'mute', 'violet', 'gold', 'silver', 'bronze'];
const ICONS = ['Service', 'Api', 'Cloud', 'Team', 'User', 'Database', 'Deployment', 'Alert', 'Package', 'Unheard of'];
const PEOPLE = ['Amara Okafor', 'Jonas Lind', 'Mei Tanaka', 'Zoe Clarke', 'x', UNBROKEN];

/** What says something in a word or a dot. */
export function Marks() {
  return (
    <>
      <Part name="Status">
        <div className={classes.line}>
          {TONES.slice(0, 6).map((tone) => (
            <Status key={tone} tone={tone}>
              {tone}
            </Status>
          ))}
          <Status tone="info" pulse>
            running
          </Status>
        </div>
      </Part>
      <Part name="Badge">
        <div className={classes.line}>
          {TONES.map((tone) => (
            <Badge key={tone} tone={tone}>
              <Dot tone={tone} />
              {tone}
            </Badge>
          ))}
          <span style={{ width: 160 }}>
            <Badge>
              <span className="truncate">{LONG}</span>
            </Badge>
          </span>
        </div>
      </Part>
      <Part name="Avatar and Named">
        <div className={classes.line}>
          {PEOPLE.map((name) => (
            <span key={name} style={{ maxWidth: 180 }}>
              <Named name={name} />
            </span>
          ))}
          {PEOPLE.slice(0, 4).map((name) => (
            <Named key={name} name={name} square />
          ))}
          <Avatar name="Harbor Commerce" size={34} square />
        </div>
      </Part>
      <Part name="EntityIcon">
        <div className={classes.line}>
          {ICONS.map((icon) => (
            <span key={icon} className="row">
              <EntityIcon icon={icon} />
              {icon}
            </span>
          ))}
        </div>
      </Part>
      <Part name="Kbd, Time, Logo">
        <div className={classes.line}>
          <Kbd>Ctrl K</Kbd>
          <Kbd>↵</Kbd>
          <Time at="2020-02-29T12:00:00Z" />
          <Time at="no moment at all" />
          <Logo />
        </div>
      </Part>
    </>
  );
}

const traced = Object.assign(new Error('The database did not answer within five seconds.'), {
  traceId: 'req_71c0ffee',
});
function Broken(): never {
  throw new Error('This component fails whenever it is drawn.');
}

/** What is shown where there is nothing, not yet, or no more. */
export function States() {
  return (
    <div className={classes.grid}>
      <Card title="Nothing exists yet" icon={<IconBox size={16} />}>
        <Empty
          icon={<IconBox size={28} stroke={1.5} />}
          title="No services yet"
          text="Services come from integrations, imports, or from people."
          action={
            <Button size="xs" leftSection={<IconPlus size={14} />}>
              Create service
            </Button>
          }
        />
      </Card>
      <Card title="Nothing matches" icon={<IconFilterOff size={16} />}>
        <Empty
          icon={<IconFilterOff size={28} stroke={1.5} />}
          title="Nothing matches these filters"
          action={
            <Button size="xs" variant="default">
              Clear filters
            </Button>
          }
        />
      </Card>
      <Card title="No permission" icon={<IconLock size={16} />}>
        <Empty icon={<IconLock size={28} stroke={1.5} />} title="You may not see these" text={LONG} />
      </Card>
      <Card title="Failed, and can be tried again" action={<span className="link">Action</span>}>
        <Failure error={traced} onRetry={() => undefined} title="Services could not be loaded" />
      </Card>
      <Card title="A part that fails stays inside">
        <Broken />
      </Card>
      <Card title={LONG} action={<span className="link">All of them</span>}>
        <p style={{ overflowWrap: 'anywhere' }}>{UNBROKEN}</p>
      </Card>
      {(['lines', 'table', 'page', 'editor'] as const).map((kind) => (
        <Card key={kind} title={`Loading: ${kind}`}>
          <div data-example>
            <Skeleton kind={kind} rows={4} />
          </div>
        </Card>
      ))}
    </div>
  );
}

/** What stands above a page. */
export function Headers() {
  return (
    <>
      <Part name="With everything">
        <PageHeader
          icon={<EntityIcon icon="Service" size={20} />}
          title={<span>payments-api</span>}
          aside={<Status tone="ok">Healthy</Status>}
          description="Accepts, authorises and settles card and wallet payments for every storefront."
          actions={
            <>
              <Button variant="default">Export</Button>
              <Button leftSection={<IconPlus size={15} />}>Create service</Button>
            </>
          }
        />
      </Part>
      <Part name="Long">
        <PageHeader
          title={LONG}
          description={`${LONG} ${UNBROKEN}`}
          actions={<Button variant="default">Edit</Button>}
        />
      </Part>
      <Part name="A title alone">
        <PageHeader title="Imports" />
      </Part>
    </>
  );
}
