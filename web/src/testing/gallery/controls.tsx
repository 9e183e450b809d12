import {
  ActionIcon,
  Button,
  Checkbox,
  Menu,
  MultiSelect,
  NumberInput,
  Radio,
  SegmentedControl,
  Select,
  Switch,
  Tabs,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconDots, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Dialog } from '@/ui/dialog';
import { toast, toastFailure, toastUndo } from '@/ui/toast';
import classes from './gallery.module.css';
import { LONG, Part } from './part';

const CHOICES = ['Production', 'Staging', 'Development'];

/** The kit's controls in our theme. */
export function Fields() {
  return (
    <>
      <Part name="Button">
        <div className={classes.line}>
          <Button leftSection={<IconPlus size={15} />}>Create service</Button>
          <Button variant="default">Export</Button>
          <Button variant="subtle">Discard</Button>
          <Button color="red" leftSection={<IconTrash size={15} />}>
            Delete
          </Button>
          <Button disabled>Save</Button>
          <Button loading>Save</Button>
          <Button size="xs" variant="default">
            Small
          </Button>
          <ActionIcon aria-label="More actions" variant="default" size={34}>
            <IconDots size={16} />
          </ActionIcon>
          <ActionIcon aria-label="More">
            <IconDots size={16} />
          </ActionIcon>
        </div>
      </Part>
      <Part name="Fields">
        <div className={classes.grid}>
          <TextInput label="Name" description="Shown in lists" placeholder="payments-api" />
          <TextInput label="Name" required defaultValue="payments api" error="Use letters, digits and hyphens." />
          <TextInput label="Name" disabled defaultValue="Set by the source" />
          <NumberInput label="Instances" defaultValue={12} />
          <Select label="Lifecycle" data={CHOICES} defaultValue="Production" />
          <MultiSelect label="Environments" data={CHOICES} defaultValue={CHOICES} />
          <TagsInput label="Tags" defaultValue={['go', 'pci', 'tier-1']} />
          <Textarea label="Description" rows={3} defaultValue={LONG} />
        </div>
      </Part>
      <Part name="Choices">
        <div className={classes.line}>
          <Checkbox label="Selected" defaultChecked />
          <Checkbox label="Some" indeterminate readOnly />
          <Checkbox label="Not selected" />
          <Checkbox label="Disabled" disabled />
          <Radio name="radio" label="This" defaultChecked />
          <Radio name="radio" label="That" />
          <Switch label="On" defaultChecked />
          <Switch label="Off" />
          <SegmentedControl aria-label="Mode" data={['Split', 'Form', 'YAML']} />
        </div>
      </Part>
      <Part name="Tabs">
        <Tabs defaultValue="overview">
          <Tabs.List>
            {['overview', 'relations', 'changes'].map((tab) => (
              <Tabs.Tab key={tab} value={tab}>
                {tab}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {['overview', 'relations', 'changes'].map((tab) => (
            <Tabs.Panel key={tab} value={tab} pt="sm">
              What belongs to {tab}.
            </Tabs.Panel>
          ))}
        </Tabs>
      </Part>
    </>
  );
}

/** What lies above the page. */
export function Dialogs() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Part name="Dialog">
        <Button variant="default" onClick={() => setOpen(true)}>
          Open a dialog
        </Button>
        {open && (
          <Dialog title="Delete payments-api" size={460} onClose={() => setOpen(false)}>
            <p>This removes 3 environments. {LONG}.</p>
            <div className={classes.line} style={{ justifyContent: 'flex-end', marginTop: 16 }}>
              <Button variant="default" onClick={() => setOpen(false)}>
                Cancel
              </Button>
              <Button color="red">Delete</Button>
            </div>
          </Dialog>
        )}
      </Part>
      <Part name="Menu">
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default">Open a menu</Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>Danger</Menu.Label>
            <Menu.Item>Edit</Menu.Item>
            <Menu.Item disabled>Not now</Menu.Item>
            <Menu.Divider />
            <Menu.Item color="red">Delete</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Part>
      <Part name="Toast">
        <div className={classes.line}>
          <Button variant="default" onClick={() => toast('Saved payments-api.')}>
            Say that it is done
          </Button>
          <Button variant="default" onClick={() => toastFailure(new Error('The name is taken.'), 'Not saved')}>
            Say that it failed
          </Button>
          <Button variant="default" onClick={() => toastUndo('Deleted payments-api.', () => toast('Restored.'))}>
            Offer Undo
          </Button>
        </div>
      </Part>
    </>
  );
}
