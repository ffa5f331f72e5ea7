import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Icon } from './icon.tsx';
import classes from './parts.module.css';

/** Asks for an id, and goes to what it names. */
export function FindById({
  label,
  description,
  placeholder,
  action,
  known,
  error = null,
  onFind,
}: {
  label: string;
  description: string;
  placeholder: string;
  action: string;
  /** What is shown now. */
  known: string | undefined;
  /** Why what was typed names nothing. */
  error?: string | null;
  /** Gets the id without blanks around it; null where nothing was typed. */
  onFind: (id: string | null) => void;
}) {
  const [typed, setTyped] = useState(known ?? '');
  return (
    <form
      className={classes.find}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onFind(typed.trim() === '' ? null : typed.trim());
      }}
    >
      <TextInput
        className={classes.findId ?? ''}
        label={label}
        description={description}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        error={error !== null}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" leftSection={<Icon name="search" size={18} />}>
        {action}
      </Button>
      {error === null ? null : (
        <p className={classes.findError} role="alert">
          {error}
        </p>
      )}
    </form>
  );
}
