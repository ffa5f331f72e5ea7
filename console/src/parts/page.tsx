import { useLingui } from '@lingui/react/macro';
import { useEffect, type ReactNode } from 'react';
import classes from './parts.module.css';

/** The head of a screen: its name, which the window gets too, what it is for, and what can be done on it. */
export function PageHead({ title, actions, children }: { title: string; actions?: ReactNode; children?: ReactNode }) {
  const { t } = useLingui();
  useEffect(() => {
    document.title = t`${title} · 한옥 콘솔`;
  }, [title, t]);
  return (
    <div className={classes.head}>
      <div className={classes.headText}>
        <h1>{title}</h1>
        {children === undefined ? null : <p>{children}</p>}
      </div>
      {actions === undefined ? null : <div className={classes.actions}>{actions}</div>}
    </div>
  );
}

/** A framed part of a screen with a name. */
export function Card({ title, actions, children }: { title?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.card}>
      {title === undefined ? null : (
        <div className={classes.cardHead}>
          <h2>{title}</h2>
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}

/** Nothing is there yet: says so, and what to do next. */
export function Empty({ title, action, children }: { title: string; action?: ReactNode; children?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <h2>{title}</h2>
      {children === undefined ? null : <div className={classes.emptyText}>{children}</div>}
      {action}
    </div>
  );
}

/** Names and values. */
export function Facts({ rows }: { rows: [name: ReactNode, value: ReactNode][] }) {
  return (
    <dl className={classes.facts}>
      {rows.map(([name, value], index) => (
        <FactRow key={index} name={name} value={value} />
      ))}
    </dl>
  );
}

function FactRow({ name, value }: { name: ReactNode; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

/** One number that matters, with what it is and a remark. */
export function Stat({ name, value, remark }: { name: ReactNode; value: ReactNode; remark?: ReactNode }) {
  return (
    <div className={classes.stat}>
      <span>{name}</span>
      <strong>{value}</strong>
      {remark === undefined ? null : <small>{remark}</small>}
    </div>
  );
}

export function Stats({ children }: { children: ReactNode }) {
  return <div className={classes.stats}>{children}</div>;
}

/** Text for those who listen. */
export function Unseen({ children }: { children: ReactNode }) {
  return <span className={classes.visuallyHidden}>{children}</span>;
}

/** An id, a digest: every character counts. */
export function Mono({ children }: { children: ReactNode }) {
  return <span className={classes.mono}>{children}</span>;
}
