/** The house: a tiled roof on three pillars. */
export function Logo() {
  return (
    <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="6" fill="#0b50d0" />
      <path d="M4 14c5-1 9-4 12-8 3 4 7 7 12 8l-1 3H5zM8 18h3v8H8zm13 0h3v8h-3zm-7 0h4v8h-4z" fill="#fff" />
    </svg>
  );
}
