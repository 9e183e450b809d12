import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './add-dialog.module.css';
import { useForm } from './context';
import { identifierOf, namesIn, type Section } from './edits';

const NAME = /^[A-Za-z0-9@_=\\-]{1,100}$/;

interface NameFieldsProps {
  section: Section;
  children?: ReactNode;
  ready?: boolean;
  onAdd: (name: string, title: string) => void;
  onClose: () => void;
}

/** Asks for a title, makes an identifier of it, and lets a person choose another. */
export function NameFields({ section, children, ready = true, onAdd, onClose }: NameFieldsProps) {
  const { t } = useTranslation();
  const { data } = useForm();
  const [title, setTitle] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const name = chosen ?? identifierOf(title);
  const problem = useNameProblem(section)(name);
  const taken = namesIn(data, section).has(name);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (ready && name && !problem) onAdd(name, title.trim());
      }}
    >
      {children}
      <div className={classes.names}>
        <TextInput
          label={t('builder.title')}
          data-autofocus
          autoComplete="off"
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <TextInput
          label={t('builder.identifier')}
          autoComplete="off"
          value={name}
          error={(chosen !== null || taken) && problem}
          styles={{ input: { fontFamily: 'var(--font-mono)' } }}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
      </div>
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" disabled={!ready || !name || Boolean(problem)}>
          {t('builder.add.submit')}
        </Button>
      </div>
    </form>
  );
}

/** Says what is wrong with a name, for a new part of a section. */
export function useNameProblem(section: Section): (name: string) => string | false {
  const { t } = useTranslation();
  const { data } = useForm();
  return (name) => {
    if (namesIn(data, section).has(name)) return t('builder.add.taken');
    return !NAME.test(name) && t('builder.add.wrong');
  };
}
