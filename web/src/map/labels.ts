/** The typeface of the page, on the map too. */
export const FONT = '"Fira Sans", sans-serif';
