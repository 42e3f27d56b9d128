import type {Run, Step} from './api'

export type Headway = NonNullable<Step['progress']>

/** In words: `42 %, second 12 of 40`. */
export const says = ({fraction, text}: Headway) => [`${Math.round(fraction * 100)} %`, text].filter(Boolean).join(', ')

const EVERY = 2_000
const FOR_EACH_STEP = 20

/**
 * In how many milliseconds a run is to be looked at again: how far a step is comes with no event. A run of many steps, whose
 * answer is long, is asked for less often; one in which nothing runs, not at all.
 */
export const lookAgain = (run: Pick<Run, 'steps'> | undefined) => run?.steps?.some(step => step.status === 'running') && EVERY + FOR_EACH_STEP * run.steps.length
