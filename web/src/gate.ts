import type {Gate} from './api'

/** One question of a gate: another version of a picture is another one. */
export const gateId = (gate: Pick<Gate, 'run' | 'step' | 'round'>) => `${gate.run} ${gate.step} ${gate.round}`
