import type {Shown} from './shown'

export const colours = {
  pick: (name: Shown) => `Pick the colour of ${name}`
}
