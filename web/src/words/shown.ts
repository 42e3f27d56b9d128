/** What a sentence takes in as it is. */
export type Shown = string | number
