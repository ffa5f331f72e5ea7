import { useState, type DragEvent } from 'react';

/** What a place needs that files are dropped on; spread it on the element. */
export interface DropTarget {
  'data-over': boolean;
  onDragEnter: (event: DragEvent) => void;
  onDragOver: (event: DragEvent) => void;
  onDragLeave: (event: DragEvent) => void;
  onDrop: (event: DragEvent) => void;
}

/**
 * A place that takes files. Folders among them are left out: a browser does not say what is in them here.
 *
 * @param isTaking false where it takes none now; a file that is dropped then is not opened by the browser either
 */
export function useDrop(take: (files: readonly File[]) => void, isTaking: boolean): DropTarget {
  const [isOver, setOver] = useState(false);
  const over = (event: DragEvent): void => {
    if (event.dataTransfer.types.includes('Files')) {
      event.preventDefault();
      event.stopPropagation();
      event.dataTransfer.dropEffect = isTaking ? 'copy' : 'none';
      setOver(isTaking);
    }
  };
  return {
    'data-over': isOver,
    onDragEnter: over,
    onDragOver: over,
    onDragLeave: (event) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) {
        setOver(false);
      }
    },
    onDrop: (event) => {
      if (!event.dataTransfer.types.includes('Files')) {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      setOver(false);
      const files = filesOf(event.dataTransfer);
      if (isTaking && files.length > 0) {
        take(files);
      }
    },
  };
}

function filesOf({ items }: DataTransfer): File[] {
  return Array.from(items).flatMap((item) => {
    const file = item.kind === 'file' && item.webkitGetAsEntry()?.isDirectory !== true ? item.getAsFile() : null;
    return file === null ? [] : [file];
  });
}
