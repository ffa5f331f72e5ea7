import { useRef, type CompositionEvent, type KeyboardEvent } from 'react';

type Field = HTMLTextAreaElement | HTMLInputElement;

/** Handlers of a text field in which Enter sends; spread them on it. */
export interface EnterHandlers<T extends Field> {
  onKeyDown: (event: KeyboardEvent<T>) => void;
  onKeyUp: (event: KeyboardEvent<T>) => void;
  onCompositionStart: () => void;
  onCompositionEnd: (event: CompositionEvent<T>) => void;
  onBlur: () => void;
}

/**
 * Enter sends, once, at the first press, and never half a syllable; Shift+Enter is a new line.
 *
 * While a syllable is composed, Enter ends it: the text is sent when the composition has ended, with what the field holds
 * then. Some systems say Enter a second time after that; until the key is let go, it sends nothing more. Safari ends the
 * composition before it says the key.
 *
 * @param send gets the field's text
 */
export function useEnter<T extends Field>(send: (text: string) => void): EnterHandlers<T> {
  const composing = useRef(false);
  const waiting = useRef(false);
  const held = useRef(false);

  return {
    onCompositionStart: () => {
      composing.current = true;
    },
    onCompositionEnd: (event) => {
      composing.current = false;
      if (waiting.current) {
        waiting.current = false;
        const field = event.currentTarget;
        // Firefox puts the syllable into the field after this event.
        setTimeout(() => send(field.value), 0);
      }
    },
    onKeyDown: (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) {
        return;
      }
      event.preventDefault();
      if (held.current || event.repeat) {
        return;
      }
      held.current = true;
      if (composing.current || event.nativeEvent.isComposing) {
        waiting.current = true;
      } else {
        send(event.currentTarget.value);
      }
    },
    onKeyUp: (event) => {
      // An input method may take the key's name for itself.
      if (event.key === 'Enter' || event.key === 'Process') {
        held.current = false;
      }
    },
    // The key may be let go elsewhere.
    onBlur: () => {
      held.current = false;
    },
  };
}
